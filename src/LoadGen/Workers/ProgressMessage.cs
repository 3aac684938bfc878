namespace Sws.LoadGen.Workers;

/// <summary>What happened in one interval of about a second.</summary>
/// <param name="Second">The second of the measured part that ended, from 1.</param>
/// <param name="Sent">Messages sent in the interval.</param>
/// <param name="Received">Messages received in the interval; connect: connections proven.</param>
/// <param name="Errors">Errors in the interval.</param>
/// <param name="Open">Connections open at its end.</param>
/// <param name="Latency">Latencies recorded in the interval (<see cref="Measuring.Histograms.Encode"/>).</param>
/// <param name="Handshake">Handshakes finished in the interval.</param>
/// <param name="Lag">Lateness of the generator's own schedule in the interval.</param>
internal sealed record ProgressMessage(
    int Second, long Sent, long Received, long Errors, int Open, string Latency, string Handshake, string Lag) : WorkerMessage;
