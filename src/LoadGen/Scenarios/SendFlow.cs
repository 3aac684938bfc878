namespace Sws.LoadGen.Scenarios;

/// <summary>The messages of one sender. Its own lock guards it in a closed loop; in an open loop one thread sends.</summary>
internal sealed class SendFlow
{
    private long _nextSequence;
    private long _firstMeasured = long.MaxValue;

    /// <summary>Number of the next message, which is how many were sent.</summary>
    public long NextSequence
    {
        get => Volatile.Read(ref _nextSequence);
        set => Volatile.Write(ref _nextSequence, value);
    }

    /// <summary>Number of the first message of the measured part; beyond all while there is none.</summary>
    public long FirstMeasured
    {
        get => Volatile.Read(ref _firstMeasured);
        set => Volatile.Write(ref _firstMeasured, value);
    }

    /// <summary>Closed loop: deliveries awaited.</summary>
    public int Awaited { get; set; }

    /// <summary>Closed loop: when something last came or went.</summary>
    public long LastTicks { get; set; }
}
