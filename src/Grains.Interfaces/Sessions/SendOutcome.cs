namespace Sws.Grains.Interfaces.Sessions;

/// <summary>What became of a message addressed to a session. The numbers are wire format.</summary>
[GenerateSerializer, Alias("sws.send-outcome")]
public enum SendOutcome : byte
{
    /// <summary>Kept in the session's outbox, and at its edge when one is attached.</summary>
    Accepted = 0,

    /// <summary>No such session.</summary>
    NotFound = 1,

    /// <summary>Too many unacknowledged messages.</summary>
    Overloaded = 2,

    /// <summary>Not all edges could be asked for the session: it may exist.</summary>
    Unavailable = 3,

    /// <summary>The grain's silo stops, and nothing was kept: send again, another silo will have the session.</summary>
    Moving = 4,
}
