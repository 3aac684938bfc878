using Sws.Grains.Interfaces.Sessions;

namespace Sws.Gateway.Sessions;

/// <summary>
/// The numbered group messages that a session had at the edge it comes from. A group that has lost its memory with its silo
/// may send them again, and this edge, where they are new, cannot tell otherwise that the session has them.
/// </summary>
/// <param name="numbers">What the former edge says; a producer may occur more than once.</param>
/// <param name="time">The clock.</param>
internal sealed class SeenNumbers(IReadOnlyList<ProducerNumbers> numbers, TimeProvider time)
{
    /// <summary>The most producers that go along with a session, and the most runs of each: about 20 kB in all, and most often a few bytes.</summary>
    public const int MaxProducers = 64, MaxRuns = 32;

    // Longer than anybody tries to publish the same message.
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(1);

    private readonly long _began = time.GetTimestamp();

    /// <summary>What the session had.</summary>
    public IReadOnlyList<ProducerNumbers> Numbers { get; } = numbers;

    /// <summary>Whether nothing of it comes again.</summary>
    public bool IsOver => time.GetElapsedTime(_began) > KeepFor;

    /// <summary>Whether the session had a message.</summary>
    /// <param name="producer">Whose; null for one that is not numbered.</param>
    /// <param name="number">Its number.</param>
    public bool Has(string? producer, ulong number)
    {
        // Asked for every message that a session gets which has moved: no enumerators, no closures.
        for (int index = 0; producer is not null && index < Numbers.Count; index++)
        {
            if (Numbers[index].Producer == producer && Contains(Numbers[index].Numbers, number))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Contains(IReadOnlyList<AckIdRange> runs, ulong number)
    {
        for (int index = 0; index < runs.Count; index++)
        {
            if (runs[index].First <= number && number <= runs[index].Last)
            {
                return true;
            }
        }

        return false;
    }
}
