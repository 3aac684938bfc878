using Sws.LoadGen.Measuring;

namespace Sws.LoadGen.Scenarios;

/// <summary>
/// What one member of a group gets from each publisher. A member that joins while messages flow is owed those that were sent after its
/// join was acknowledged; earlier ones are no fault and count for nothing. Its session's lock guards it.
/// </summary>
internal sealed class MemberStreams(int publishers)
{
    private readonly StreamVerifier[] _streams = new StreamVerifier[publishers];
    private readonly long[] _floors = new long[publishers];
    private DeliveryCounts _earlier;

    /// <summary>False from leaving until joined again.</summary>
    public bool IsJoined { get; private set; }

    /// <summary>The group is joined: from each publisher the next message is owed.</summary>
    public void Join(Func<int, long> next)
    {
        for (var publisher = 0; publisher < publishers; publisher++)
        {
            _floors[publisher] = next(publisher);
            _streams[publisher] = new StreamVerifier(_floors[publisher]);
        }

        IsJoined = true;
    }

    /// <summary>The member leaves: what is on its way to it is no longer owed, what was wrong before stays wrong.</summary>
    public void Leave()
    {
        _earlier = Finish(publisher => _streams[publisher].Next);
        IsJoined = false;
        Array.Clear(_streams);
    }

    /// <summary>Takes an arrival. True for a first copy of a message that is owed.</summary>
    public bool Accept(int publisher, long sequence) => IsJoined && sequence >= _floors[publisher] && _streams[publisher].Accept(sequence);

    /// <summary>The verdict, given how many messages each publisher has sent.</summary>
    public DeliveryCounts Finish(Func<int, long> sent)
    {
        var counts = _earlier;
        for (var publisher = 0; IsJoined && publisher < publishers; publisher++)
        {
            counts += _streams[publisher].Finish(sent(publisher));
        }

        return counts;
    }
}
