using Sws.Chaos.History;

namespace Sws.Chaos.Checking;

/// <summary>One promise that was broken.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Text">One line.</param>
/// <param name="Slice">The fewest events that show it, in order.</param>
internal sealed record Violation(ViolationKind Kind, string Text, IReadOnlyList<HistoryEvent> Slice);
