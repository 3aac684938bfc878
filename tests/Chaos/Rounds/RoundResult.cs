using Sws.Chaos.Checking;
using Sws.Chaos.History;

namespace Sws.Chaos.Rounds;

/// <summary>What came of a round.</summary>
/// <param name="Number">Which.</param>
/// <param name="Fault">What was broken.</param>
/// <param name="Effects">What that took away.</param>
/// <param name="Verdict">What the checker says.</param>
/// <param name="Events">The history.</param>
/// <param name="Took">From the first client to the verdict.</param>
internal sealed record RoundResult(int Number, FaultKind Fault, FaultEffects Effects, Verdict Verdict, HistoryEvent[] Events, TimeSpan Took)
{
    public string Line() =>
        $"round {Number,3} {FaultNames.Of(Fault),-15} {(Verdict.Holds ? "ok" : "BROKEN"),-6} {Took.TotalSeconds,5:0.0} s  "
        + $"acked {Verdict.Tallies.Values.Sum(each => each.Acked),6} owed {Verdict.Tallies.Values.Sum(each => each.Owed),7} "
        + $"delivered {Verdict.Tallies.Values.Sum(each => each.Delivered),7} lost-allowed {Verdict.Tallies.Values.Sum(each => each.LostAllowed),5} "
        + $"recovered {Events.Count(each => each.Kind == EventKind.Recovered),3} restarted {Events.Count(each => each.Kind == EventKind.Restarted),3}";
}
