namespace Sws.LoadGen.Reports;

/// <summary>What became of the messages of one class of delivery, warm-up included.</summary>
/// <param name="Lost">Never received.</param>
/// <param name="Duplicated">Further copies.</param>
/// <param name="Reordered">First copies that came after a later message.</param>
internal sealed record DeliveryReport(long Lost, long Duplicated, long Reordered);
