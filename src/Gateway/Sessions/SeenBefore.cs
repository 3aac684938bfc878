using Sws.Grains.Interfaces.Sessions;

namespace Sws.Gateway.Sessions;

/// <summary>
/// The group messages that a session had at the edge it comes from, by place and by number. What the former edge has taken
/// over may reach this one later; and a group that has lost its memory with its silo may send it again in another place. Here
/// it is new, and nothing else tells that the session has it.
/// </summary>
/// <param name="tail">What the former edge says; a producer may occur more than once.</param>
/// <param name="time">The clock.</param>
internal sealed class SeenBefore(SessionTail tail, TimeProvider time)
{
    /// <summary>
    /// The most producers that go along with a session, and the most runs of each. A run is 10 bytes, and one message where its
    /// producer sends to others between any two: 256 are what it sends to one in 10 s at 25 a second.
    /// </summary>
    public const int MaxProducers = 64, MaxRuns = 256;

    // Longer than anybody tries to publish the same message.
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(1);

    private readonly long _began = time.GetTimestamp();

    private readonly IReadOnlyList<GroupOffset> _offsets = tail.GroupOffsets;

    /// <summary>The numbered messages that it had.</summary>
    public IReadOnlyList<ProducerNumbers> Numbers { get; } = tail.Seen ?? [];

    /// <summary>Whether nothing of it comes again.</summary>
    public bool IsOver => time.GetElapsedTime(_began) > KeepFor;

    /// <summary>Whether the session had a message.</summary>
    /// <param name="group">Its group.</param>
    /// <param name="epoch">The incarnation of the group's stream.</param>
    /// <param name="offset">Its place in the stream.</param>
    /// <param name="producer">Whose; null for one that is not numbered.</param>
    /// <param name="number">Its number.</param>
    public bool Has(string group, string epoch, ulong offset, string? producer, ulong number)
    {
        // Asked for every message that a session gets which has moved: no enumerators, no closures.
        for (int index = 0; index < _offsets.Count; index++)
        {
            if (_offsets[index].Group == group)
            {
                // Offsets of another epoch begin anew.
                if (_offsets[index].Epoch == epoch && offset <= _offsets[index].Offset)
                {
                    return true;
                }

                break;
            }
        }

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
