using Sws.Protocol.Messaging;

namespace Sws.Client;

/// <summary>The server did not execute what was asked, and says why.</summary>
public sealed class SwsAckException : SwsException
{
    internal SwsAckException(MessageError? error)
        : base($"The server refused: {ErrorText.Describe(error)}.")
        => Error = error ?? ErrorText.None;

    /// <summary>The server's own words: do not trust its texts.</summary>
    public MessageError Error { get; }

    /// <summary>Name of the error, for example <c>Forbidden</c>.</summary>
    public string Name => Error.Name;

    /// <summary>Number of the error.</summary>
    public int Code => Error.Code;

    /// <summary>True when the same request may succeed later.</summary>
    public bool Temporary => Error.Temporary;
}
