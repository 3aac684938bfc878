using Sws.Grains.Groups;
using Sws.Grains.Sessions;

namespace Sws.Grains.Tests.Edges;

/// <summary>What a silo knows of the edges that hold its sessions, and that its groups send to.</summary>
public sealed class EdgeBookkeepingTests
{
    private readonly SiloSessions _sessions = new();
    private readonly SiloGroups _groups = new();

    [Fact]
    public void Sessions_Move_FormerEdgeIsKnownWhileItHoldsAnother()
    {
        _sessions.Set("s1", "a");
        _sessions.Set("s2", "a");

        _sessions.Set("s1", "b");
        Assert.Equal(["a", "b"], _sessions.Edges.Order());
        Assert.Equal(["s2"], SessionsOf("a"));

        _sessions.Set("s2", "b");
        Assert.Equal(["b"], _sessions.Edges);
        Assert.Equal(["s1", "s2"], SessionsOf("b").Order());
    }

    [Fact]
    public void Sessions_SetAgainAndRemovedTwice_CountedOnce()
    {
        _sessions.Set("s1", "a");
        _sessions.Set("s1", "a");
        _sessions.Set("s2", "a");

        _sessions.Remove("s1");
        _sessions.Remove("s1");
        Assert.Equal(["a"], _sessions.Edges);

        _sessions.Remove("s2");
        Assert.Empty(_sessions.Edges);
        Assert.Empty(SessionsOf("a"));
    }

    [Fact]
    public void Groups_AddedAgainAndRemovedTwice_CountedOnce()
    {
        _groups.Add("a", "g1");
        _groups.Add("a", "g1");
        _groups.Add("a", "g2");
        _groups.Add("b", "g1");

        _groups.Remove("a", "g1");
        _groups.Remove("a", "g1");
        Assert.Equal(["a", "b"], _groups.Edges.Order());
        Assert.Equal(["g2"], _groups.Of("a", long.MaxValue).Select(group => group.Key));

        _groups.Remove("a", "g2");
        Assert.Equal(["b"], _groups.Edges);
    }

    [Fact]
    public void Sessions_HeardOfAgain_NotThoseOfBefore()
    {
        _sessions.Set("s1", "a");
        _sessions.Set("s2", "a");
        long before = _sessions.LastHeard;
        Dictionary<string, long> heard = _sessions.Of("a", before).ToDictionary(session => session.Key, session => session.Heard);
        _sessions.Set("s1", "a");

        Assert.Equal(["s2"], _sessions.Of("a", before).Select(session => session.Key));
        Assert.Equal((false, true), (_sessions.IsLast("s1", "a", heard["s1"]), _sessions.IsLast("s2", "a", heard["s2"])));
        Assert.False(_sessions.IsLast("s2", "b", heard["s2"]));
    }

    [Fact]
    public void Groups_HeardOfAgain_NotThoseOfBefore()
    {
        _groups.Add("a", "g1");
        _groups.Add("a", "g2");
        long before = _groups.LastHeard;
        Dictionary<string, long> heard = _groups.Of("a", before).ToDictionary(group => group.Key, group => group.Heard);
        _groups.Add("a", "g1");

        Assert.Equal(["g2"], _groups.Of("a", before).Select(group => group.Key));
        Assert.Equal((false, true), (_groups.IsLast("a", "g1", heard["g1"]), _groups.IsLast("a", "g2", heard["g2"])));
    }

    private IEnumerable<string> SessionsOf(string edgeId) => _sessions.Of(edgeId, long.MaxValue).Select(session => session.Key);
}
