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
        Assert.Equal(["s2"], _sessions.Of("a"));

        _sessions.Set("s2", "b");
        Assert.Equal(["b"], _sessions.Edges);
        Assert.Equal(["s1", "s2"], _sessions.Of("b").Order());
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
        Assert.Empty(_sessions.Of("a"));
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
        Assert.Equal(["g2"], _groups.Of("a"));

        _groups.Remove("a", "g2");
        Assert.Equal(["b"], _groups.Edges);
    }
}
