using Sws.LoadGen.Measuring;

namespace Sws.LoadGen.Scenarios;

/// <summary>The messages of one connection that talks to itself through an echo. Its own lock guards it.</summary>
internal sealed class EchoFlow
{
    /// <summary>Follows what comes back; only the receive loop touches it.</summary>
    public StreamVerifier Verifier;

    /// <summary>Number of the next message.</summary>
    public long NextSequence { get; set; }

    /// <summary>Closed loop: messages whose replies are awaited.</summary>
    public int InFlight { get; set; }

    /// <summary>Closed loop: when something last came or went.</summary>
    public long LastTicks { get; set; }
}
