namespace Sws.LoadGen.Commands;

/// <summary>Everything that decides a run. Travels to workers and agents as JSON; holds paths of key files, never keys.</summary>
internal sealed record RunOptions
{
    /// <summary>Name of the scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>Server URLs, ws:// or wss://; connection i goes to the i-th of them, modulo their number.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>Connections in all, over all workers. In the connect scenario: connects in progress at a time.</summary>
    public int Connections { get; init; } = 100;

    /// <summary>Length of the measured part.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Messages (connect: connections) per second over all workers; null runs a closed loop.</summary>
    public double? Rate { get; init; }

    /// <summary>Payload bytes of each message.</summary>
    public int Size { get; init; } = 256;

    /// <summary>What is said inside messages; a name of <c>DialectCatalog</c>.</summary>
    public string Protocol { get; init; } = Dialects.DialectCatalog.Raw;

    /// <summary>Groups (group, churn, soak).</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Members of each group.</summary>
    public int Members { get; init; } = 100;

    /// <summary>Publishers to each group; not members themselves.</summary>
    public int Publishers { get; init; } = 1;

    /// <summary>Pairs of sender and receiver (direct, soak).</summary>
    public int Pairs { get; init; } = 50;

    /// <summary>How direct messages name their receivers.</summary>
    public AddressKind Address { get; init; }

    /// <summary>Send without asking the server for acknowledgements.</summary>
    public bool NoAcks { get; init; }

    /// <summary>Connections cut per second over all workers; null cuts none.</summary>
    public double? ChurnRate { get; init; }

    /// <summary>Of the connections cut, how many in a hundred begin a new session instead of taking theirs up again.</summary>
    public int ChurnNewPercent { get; init; } = 20;

    /// <summary>Time between lines of progress where they are not redrawn in place.</summary>
    public TimeSpan SummaryEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Worker processes; 0 picks enough for 19 000 sockets each.</summary>
    public int Workers { get; init; }

    /// <summary>Local addresses that connections start from, in turn; empty leaves it to the system.</summary>
    public IReadOnlyList<string> SourceIps { get; init; } = [];

    /// <summary>sws, or ws for the same messages in clear WebSocket frames.</summary>
    public string Transport { get; init; } = "sws";

    /// <summary>SWS version, 1 or 2.</summary>
    public int SwsVersion { get; init; } = 1;

    /// <summary>CA certificate file that servers' certificates must chain to (version 2).</summary>
    public string? CaFile { get; init; }

    /// <summary>The client's own certificate file (version 2).</summary>
    public string? CertFile { get; init; }

    /// <summary>Key file of the authority that certifies a fresh key pair for every connection (version 2).</summary>
    public string? CaKeyFile { get; init; }

    /// <summary>The client's key pair file; without one every connection makes a fresh pair.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The server's public key, base64 or hexadecimal: any other ends the handshake.</summary>
    public string? Pin { get; init; }

    /// <summary>Accept any TLS certificate on wss:// URLs.</summary>
    public bool TlsInsecure { get; init; }

    /// <summary>Send frames without a mask, as node-sws does.</summary>
    public bool Unmasked { get; init; }

    /// <summary>Closed loop: messages in flight per connection.</summary>
    public int Outstanding { get; init; } = 1;

    /// <summary>New connections per second over all workers while connecting; null is as fast as <see cref="ConnectParallel"/> allows.</summary>
    public double? ConnectRate { get; init; }

    /// <summary>Connects in progress at a time, per worker.</summary>
    public int ConnectParallel { get; init; } = 32;

    /// <summary>Longest time from TCP connect to authorised.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Load before the measured part, counted in nothing but the delivery checks.</summary>
    public TimeSpan Warmup { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for outstanding messages after the last was sent.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Closed loop: a reply overdue by this lets the next message go.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Messages slower than this are counted as late.</summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>WebSocket pings per connection (idle); zero sends none.</summary>
    public TimeSpan PingInterval { get; init; }

    /// <summary>Connect scenario: do not prove each connection with a first message.</summary>
    public bool NoProof { get; init; }

    /// <summary>Server processes on this machine whose CPU and memory are sampled.</summary>
    public IReadOnlyList<int> ServerPids { get; init; } = [];

    /// <summary>Prometheus endpoint of the server, for its CPU, memory and GC.</summary>
    public string? MetricsUrl { get; init; }

    /// <summary>JSON report file; the latency distribution goes beside it as .hgrm.</summary>
    public string? ReportFile { get; init; }

    /// <summary>HTML report file.</summary>
    public string? HtmlFile { get; init; }

    /// <summary>Seed of everything random that may repeat: payload bytes and the order of connections. Never of keys.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Latency promise; missing it fails the run.</summary>
    public string? Slo { get; init; }

    /// <summary>Agents, host:port; empty uses worker processes of this machine.</summary>
    public IReadOnlyList<string> Agents { get; init; } = [];

    /// <summary>Longest wait for an agent that is not there yet.</summary>
    public TimeSpan AgentsWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>File with the secret shared with the agents.</summary>
    public string? SecretFile { get; init; }
}
