using Sws.Chaos.History;

namespace Sws.Chaos.Checking;

/// <summary>Counts of one class in a history.</summary>
internal sealed class Tally
{
    public long Published { get; set; }

    public long Acked { get; set; }

    public long Failed { get; set; }

    public long Unknown { get; set; }

    /// <summary>Deliveries that acknowledged messages were owed.</summary>
    public long Owed { get; set; }

    public long Delivered { get; set; }

    /// <summary>Owed and not delivered, where the table allows it and the client was told.</summary>
    public long LostAllowed { get; set; }

    public Dictionary<ViolationKind, long> Violations { get; } = [];

    public void Add(Tally other)
    {
        Published += other.Published;
        Acked += other.Acked;
        Failed += other.Failed;
        Unknown += other.Unknown;
        Owed += other.Owed;
        Delivered += other.Delivered;
        LostAllowed += other.LostAllowed;
        foreach (var (kind, count) in other.Violations)
        {
            Violations[kind] = Violations.GetValueOrDefault(kind) + count;
        }
    }

    public string Line(DeliveryClass deliveryClass) =>
        $"{deliveryClass,-8} published {Published,8} acked {Acked,8} failed {Failed,6} unknown {Unknown,6} owed {Owed,9} delivered {Delivered,9} "
        + $"lost-allowed {LostAllowed,6} violations {(Violations.Count == 0 ? "0" : string.Join(", ", Violations.Select(pair => $"{pair.Key} {pair.Value}")))}";
}
