using System.CommandLine;

namespace Sws.LoadGen.Commands;

/// <summary>The options that run, compare and search share. Values are read as text, so that every mistake gets its own clear line.</summary>
internal sealed class RunOptionSet
{
    public Option<string> Scenario { get; } = Of("--scenario", "NAME", "What to do: connect, echo, idle, group, direct, churn or soak. Default echo.");
    public Option<string[]> Urls { get; } = Many("--url", "URL", "Server, ws:// or wss://; repeat it to spread connections over several.");
    public Option<string> Connections { get; } = Of("--connections", "N", "Connections in all; in connect: connects in progress at a time. Default 100. Where there are groups or pairs it follows from them.");
    public Option<string> Duration { get; } = Of("--duration", "T", "Length of the measured part. Default 10s.");
    public Option<string> Rate { get; } = Of("--rate", "R", "Messages per second in all, sent on schedule whatever the server does (open loop). Without it each connection waits for its replies (closed loop); churn and soak then take 100.");
    public Option<string> Size { get; } = Of("--size", "B", "Payload bytes of each message, from 24. Default 256.");
    public Option<string> Protocol { get; } = Of("--protocol", "NAME", "What is said inside messages. Own: protobuf.reliable (default with groups and pairs), json.reliable, protobuf, json, raw (default otherwise). Peers, in echo and group: signalr, socketio, nats.");
    public Option<string> Groups { get; } = Of("--groups", "G", "group, churn, soak: groups. Default 1.");
    public Option<string> Members { get; } = Of("--members", "M", "group, churn, soak: members of each group. Default 100.");
    public Option<string> Publishers { get; } = Of("--publishers", "P", "group, churn, soak: publishers to each group, besides the members. Default 1.");
    public Option<string> Pairs { get; } = Of("--pairs", "N", "direct, soak: pairs of sender and receiver. Default 50; soak 10.");
    public Option<string> Address { get; } = Of("--address", "connection|user", "direct, soak: send to the receiver's connection id or user id. Default connection.");
    public Option<bool> NoAcks { get; } = Switch("--no-acks", "group, direct, churn, soak: do not ask the server to acknowledge what is sent.");
    public Option<string> ChurnRate { get; } = Of("--churn-rate", "C", "churn, soak: members' connections cut per second in all. Default 5; soak 1.");
    public Option<string> ChurnNew { get; } = Of("--churn-new", "PERCENT", "churn, soak: how many of those leave for a new session instead of taking theirs up again. Default 20.");
    public Option<string> SummaryEvery { get; } = Of("--every", "T", "Time between lines of progress when piped. Default 1s; soak 10s.");
    public Option<string> Workers { get; } = Of("--workers", "W", "Worker processes (per agent, if any); each holds at most 19000 sockets. Default: as few as hold the connections.");
    public Option<string> SourceIps { get; } = Of("--source-ips", "LIST", "Local addresses to connect from, in turn, such as 127.0.0.2-127.0.0.9: connections are made fast up to 14000 from one address to one URL, and end at 28000.");
    public Option<string> Transport { get; } = Of("--transport", "sws|ws", "sws, or ws: the same messages unencrypted. Default sws.");
    public Option<string> SwsVersion { get; } = Of("--sws-version", "1|2", "SWS version. Default 1.");
    public Option<string> Ca { get; } = Of("--ca", "FILE", "CA certificate that the server's certificate must chain to (version 2).");
    public Option<string> Cert { get; } = Of("--cert", "FILE", "The client's certificate (version 2); needs --key.");
    public Option<string> CaKey { get; } = Of("--ca-key", "FILE", "An authority's key file: every connection makes its own key pair and certificate, which no server has seen before (version 2).");
    public Option<string> Key { get; } = Of("--key", "FILE", "The client's key pair. Default: a fresh pair per connection.");
    public Option<string> Pin { get; } = Of("--pin", "KEY", "The server's public key, base64 or hexadecimal; any other fails the handshake.");
    public Option<bool> TlsInsecure { get; } = Switch("--tls-insecure", "Accept any TLS certificate on wss:// URLs.");
    public Option<bool> Unmasked { get; } = Switch("--unmasked", "Send frames without a mask, as node-sws does.");
    public Option<string> Outstanding { get; } = Of("--outstanding", "N", "Closed loop: messages in flight per connection. Default 1.");
    public Option<string> ConnectRate { get; } = Of("--connect-rate", "R", "New connections per second in all while connecting. Default: as fast as they succeed.");
    public Option<string> ConnectParallel { get; } = Of("--connect-parallel", "N", "Connects in progress at a time, per worker. Default 32.");
    public Option<string> ConnectTimeout { get; } = Of("--connect-timeout", "T", "Longest time from TCP connect to the end of the handshake. Default 10s.");
    public Option<string> Warmup { get; } = Of("--warmup", "T", "Load before the measured part. Default 1s.");
    public Option<string> Drain { get; } = Of("--drain", "T", "Longest wait for outstanding messages at the end. Default 5s.");
    public Option<string> ReplyTimeout { get; } = Of("--reply-timeout", "T", "Closed loop: a reply this late no longer holds back the next message. Default 2s.");
    public Option<string> LateAfter { get; } = Of("--late-after", "T", "Messages slower than this are counted as late. Default 1s.");
    public Option<string> PingInterval { get; } = Of("--ping-interval", "T", "WebSocket ping per connection (idle). Default: none.");
    public Option<bool> NoProof { get; } = Switch("--no-proof", "connect: do not wait for a first message over each connection; the handshake alone is measured.");
    public Option<string[]> ServerPid { get; } = Many("--server-pid", "P", "Server processes on this machine to sample: CPU per message and handshake, bytes per session.");
    public Option<string> MetricsUrl { get; } = Of("--metrics-url", "URL", "Prometheus endpoint of the server to sample: CPU, memory, garbage collections; beside --server-pid only the last.");
    public Option<string> Report { get; } = Of("--report", "FILE", "JSON report; the latency distribution is written beside it as .hgrm. In run, - is standard output.");
    public Option<string> Html { get; } = Of("--html", "FILE", "HTML report with charts; opens without a network.");
    public Option<string> Seed { get; } = Of("--seed", "N", "Seed of payload bytes and of the order of connections. Default 1.");
    public Option<string> Slo { get; } = Of("--slo", "P=T", "Latency promise, such as p99=10ms; missing it is exit code 1.");
    public Option<string[]> Agents { get; } = Many("--agents", "HOST:PORT", "Run on these agents instead of this machine (see 'agent').");
    public Option<string> AgentsWait { get; } = Of("--agents-wait", "T", "Longest wait for each agent to come up. Default 30s.");
    public Option<string> SecretFile { get; } = Of("--secret-file", "FILE", "File with the secret shared with the agents. Default: the variable SWS_LOADGEN_SECRET.");

    /// <summary>Adds every option to a command.</summary>
    public void AddTo(Command command, params ReadOnlySpan<Option> except)
    {
        foreach (var property in typeof(RunOptionSet).GetProperties())
        {
            if (property.GetValue(this) is Option option && !except.Contains(option))
            {
                command.Options.Add(option);
            }
        }
    }

    /// <summary>An option with a value, read as text.</summary>
    public static Option<string> Of(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    private static Option<string[]> Many(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description, AllowMultipleArgumentsPerToken = false };

    private static Option<bool> Switch(string name, string description) => new(name) { Description = description };
}
