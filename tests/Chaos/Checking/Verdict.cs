using Sws.Chaos.History;

namespace Sws.Chaos.Checking;

/// <summary>What the checker decided of one history.</summary>
internal sealed class Verdict
{
    /// <summary>Slices are for people: of many violations of one kind only these many are kept; all are counted.</summary>
    private const int KeptPerKind = 20;

    private readonly List<Violation> _violations = [];

    public Dictionary<DeliveryClass, Tally> Tallies { get; } = Enum.GetValues<DeliveryClass>().ToDictionary(each => each, _ => new Tally());

    /// <summary>Violations that belong to no message, as ghosts.</summary>
    public long Others { get; private set; }

    public IReadOnlyList<Violation> Violations => _violations;

    public bool Holds => _violations.Count == 0;

    public void Report(ViolationKind kind, DeliveryClass? deliveryClass, string text, params IEnumerable<HistoryEvent?> slice)
    {
        if (deliveryClass is { } counted)
        {
            var violations = Tallies[counted].Violations;
            violations[kind] = violations.GetValueOrDefault(kind) + 1;
        }
        else
        {
            Others++;
        }

        if (_violations.Count(each => each.Kind == kind) < KeptPerKind)
        {
            _violations.Add(new Violation(kind, text, [.. slice.OfType<HistoryEvent>().Distinct().OrderBy(each => each.At)]));
        }
    }
}
