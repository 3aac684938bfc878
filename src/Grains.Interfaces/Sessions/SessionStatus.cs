namespace Sws.Grains.Interfaces.Sessions;

/// <summary>Whether a session grain recognises the edge that calls it. The numbers are wire format.</summary>
[GenerateSerializer, Alias("sws.session-status")]
public enum SessionStatus : byte
{
    /// <summary>The call was carried out.</summary>
    Ok = 0,

    /// <summary>The grain has no memory of the session: restore it with <see cref="ISessionGrain.RestoreAsync"/> and call again.</summary>
    Unknown = 1,

    /// <summary>Another edge attached the session since: drop the socket.</summary>
    Superseded = 2,

    /// <summary>The grain's silo stops, and nothing was carried out: call again, another silo will have the session.</summary>
    Moving = 3,
}
