using System.Text.Json.Serialization;

namespace Sws.LoadGen.Reports;

/// <summary>The report of one run. Times in µs, rates per second, memory in bytes. The JSON names are part of the product.</summary>
internal sealed record LoadReport
{
    /// <summary>Name of the scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>sws or ws.</summary>
    public required string Transport { get; init; }

    /// <summary>The servers' URLs.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Rate asked for; null in a closed loop.</summary>
    public required double? RequestedRate { get; init; }

    /// <summary>What was said inside messages: a name of --protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>Payload bytes of a message.</summary>
    public required int Size { get; init; }

    /// <summary>Connections.</summary>
    public required ConnectionsReport Connections { get; init; }

    /// <summary>From TCP connect to the end of the handshake.</summary>
    public required HandshakeReport Handshake { get; init; }

    /// <summary>What became of messages.</summary>
    public required MessagesReport Messages { get; init; }

    /// <summary>Lost, duplicated and reordered by class of delivery: echo, group, direct.</summary>
    public required IReadOnlyDictionary<string, DeliveryReport> Deliveries { get; init; }

    /// <summary>Sessions that lost their connection; null in scenarios without churn.</summary>
    public required RecoveryReport? Recovery { get; init; }

    /// <summary>Slopes of memory, CPU and latency; null in scenarios other than soak.</summary>
    public required DriftReport? Drift { get; init; }

    /// <summary>From the time a message was due to its arrival; connect: to the connection's proof.</summary>
    public required LatencyReport Latency { get; init; }

    /// <summary>Errors by name.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>The generator itself.</summary>
    public required ClientReport Client { get; init; }

    /// <summary>The server, where it was sampled.</summary>
    public required ServerReport Server { get; init; }

    /// <summary>Length of the measured part.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>Seed of the run.</summary>
    public required int Seed { get; init; }

    /// <summary>Why the run failed, one line each; empty when it passed.</summary>
    public required IReadOnlyList<string> Failures { get; init; }

    /// <summary>The run second by second.</summary>
    public required IReadOnlyList<TimelinePoint> Timeline { get; init; }

    /// <summary>True when nothing failed.</summary>
    [JsonIgnore]
    public bool Passed => Failures.Count == 0;
}
