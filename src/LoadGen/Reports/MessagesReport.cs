namespace Sws.LoadGen.Reports;

/// <summary>
/// Counts of messages. Sent, received, acked and late are of the measured part; lost, duplicated and reordered of the whole run, its
/// warm-up included, because a fault is a fault.
/// </summary>
/// <param name="Sent">Sent.</param>
/// <param name="Received">First copies received; in group, one per member that should have it.</param>
/// <param name="Acked">Acknowledged by the server, where the protocol has acknowledgements; an echo is its own.</param>
/// <param name="Lost">Never received.</param>
/// <param name="Duplicated">Further copies.</param>
/// <param name="Reordered">First copies that came after a later message.</param>
/// <param name="Late">Slower than --late-after.</param>
/// <param name="Rate">Received per second of the measured part; what came while draining is left out.</param>
internal sealed record MessagesReport(
    long Sent, long Received, long Acked, long Lost, long Duplicated, long Reordered, long Late, double Rate);
