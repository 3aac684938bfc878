using Sws.Chaos.History;

namespace Sws.Chaos.Checking;

/// <summary>One stay of a client in a group, from its own point of view.</summary>
internal sealed class Membership(HistoryEvent joinInvoked)
{
    public HistoryEvent JoinInvoked => joinInvoked;

    public HistoryEvent? JoinAcked { get; set; }

    /// <summary>The leave that was asked for, or the refusal to join again after a restart.</summary>
    public HistoryEvent? LeaveInvoked { get; set; }

    public HistoryEvent? LeaveAcked { get; set; }
}
