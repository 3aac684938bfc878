using Sws.LoadGen.Commands;

namespace Sws.LoadGen.Dialects;

/// <summary>A dialect that can also address one session or user, and whose sessions can be taken up again.</summary>
internal interface IDirectDialect : IDialect
{
    /// <summary>True when messages carry sequence ids, and sessions can be taken up again.</summary>
    bool IsReliable { get; }

    /// <summary>Sends to one session, or to one user.</summary>
    byte[] SendTo(AddressKind kind, string address, ReadOnlySpan<byte> payload, ulong? ackId);

    /// <summary>Says that everything up to this sequence id was received.</summary>
    byte[] Acknowledge(ulong sequenceId);

    /// <summary>The query with which a new connection takes up a session.</summary>
    string RecoveryQuery(SessionIdentity session);
}
