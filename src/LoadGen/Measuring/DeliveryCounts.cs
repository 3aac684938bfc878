namespace Sws.LoadGen.Measuring;

/// <summary>What became of the messages of one or more streams. Counts of messages.</summary>
/// <param name="Lost">Sent, and never received.</param>
/// <param name="Duplicated">Further copies of messages that were received before.</param>
/// <param name="Reordered">First copies that arrived after a message with a higher number.</param>
internal readonly record struct DeliveryCounts(long Lost, long Duplicated, long Reordered)
{
    /// <summary>The sums of two sets of counts.</summary>
    public static DeliveryCounts operator +(DeliveryCounts a, DeliveryCounts b) =>
        new(a.Lost + b.Lost, a.Duplicated + b.Duplicated, a.Reordered + b.Reordered);

    /// <summary>True when the class forbids what was counted.</summary>
    public bool Violates(DeliveryClass promised) => promised switch
    {
        DeliveryClass.AtMostOnce => Duplicated > 0 || Reordered > 0,
        DeliveryClass.AtLeastOnce => Lost > 0 || Reordered > 0,
        _ => Lost > 0 || Duplicated > 0 || Reordered > 0,
    };
}
