namespace Sws.LoadGen.Tests.Servers;

/// <summary>What a faulty hub does to sessions that lose their connection.</summary>
public enum RecoveryFault
{
    None,

    /// <summary>Forgets the first message that a session should have got while it was away.</summary>
    LoseOne,

    /// <summary>Sends the last message before the cut again, as if it were a new one.</summary>
    RepeatOne,

    /// <summary>Begins a new session instead, and says so.</summary>
    Refuse,

    /// <summary>Closes with 1008, after which a client begins a new session.</summary>
    RefuseByClosing,
}
