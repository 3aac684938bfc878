namespace Sws.Client;

/// <summary>Who ended a connection.</summary>
public enum SwsCloseSource
{
    /// <summary>This side closed: the application asked for it, or the server broke the protocol.</summary>
    Local,

    /// <summary>The server sent a close frame.</summary>
    Remote,

    /// <summary>The network ended it: no close frame came.</summary>
    Transport,
}
