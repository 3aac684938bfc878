namespace Sws.Chaos.Rounds;

/// <summary>One round, repeatable from its numbers.</summary>
/// <param name="Seed">Of the run.</param>
/// <param name="Number">Of the round, from 1.</param>
/// <param name="Faults">One of these is drawn.</param>
/// <param name="ClientsPerHub">Size of the fleet.</param>
/// <param name="Rate">Messages a second of each client.</param>
internal sealed record RoundPlan(int Seed, int Number, IReadOnlyList<FaultKind> Faults, int ClientsPerHub, int Rate)
{
    /// <summary>The same numbers for the same round of the same seed, whichever rounds ran before.</summary>
    public Random NewRandom() => new(unchecked((Seed * 1_000_003) + Number));
}
