using System.Net;

namespace Sws.Gateway.Options;

/// <summary>Reads <see cref="GatewaySettings"/> from the configuration and finds everything that is wrong with it.</summary>
internal static class GatewaySettingsReader
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Reads the settings.</summary>
    /// <param name="configuration">The host's configuration.</param>
    /// <param name="isDevelopment">Whether this is a developer's machine: then only loopback is listened on by default.</param>
    /// <param name="problems">Every problem, one line each; empty when the settings can be used.</param>
    public static GatewaySettings Read(IConfiguration configuration, bool isDevelopment, out IReadOnlyList<string> problems)
    {
        SettingsReader reader = new(configuration);
        GatewaySettings settings = new(
            reader.Choice("Gateway:Role", GatewayRole.All),
            reader.Port("Gateway:SwsPort", 8080),
            reader.Port("Gateway:HttpPort", 8081),
            reader.Address("Gateway:BindAddress") ?? (isDevelopment ? IPAddress.Loopback : null),
            Path.GetFullPath(reader.Text("Gateway:DataDirectory", "./data")),
            reader.List("Gateway:PublicNames", "localhost"),
            Addresses(reader, "Gateway:PublicAddresses", "127.0.0.1", "::1"),
            Tls(reader),
            Proxies(reader),
            ClusterSettingsReader.Read(reader),
            Trust(reader),
            new ApiSettings(ExistingFile(reader, "Api:AccessKeyFile", reader.TextOrNull("Api:AccessKeyFile"))),
            Limits(reader),
            new TelemetrySettings(reader.Url("Telemetry:OtlpEndpoint")),
            HubSettingsReader.Read(reader))
        {
            StoreBytes = reader.Integer("Gateway:StoreMegabytes", 10 * 1024, 1, 1024 * 1024) * 1024L * 1024L,
        };
        CheckTogether(settings, reader);
        reader.ReportUnknown("Gateway", "Cluster", "Trust", "Api", "Hubs", "Limits", "Telemetry");
        problems = reader.Problems;
        return settings;
    }

    private static TrustSettings Trust(SettingsReader reader) => new(
        ExistingFiles(reader, "Trust:CaFiles", reader.List("Trust:CaFiles")),
        ExistingFile(reader, "Trust:CaKeyFile", reader.TextOrNull("Trust:CaKeyFile")),
        ExistingFile(reader, "Trust:StaticServerKeyFile", reader.TextOrNull("Trust:StaticServerKeyFile")),
        reader.Duration("Trust:KeyEpoch", TimeSpan.FromHours(1), Second, TimeSpan.FromDays(30)));

    private static LimitSettings Limits(SettingsReader reader) => new(
        reader.Integer("Limits:MaxMessageBytes", 1024 * 1024, 1024, 16 * 1024 * 1024),
        reader.Duration("Limits:HandshakeTimeout", 2 * Second, Second / 10, 60 * Second),
        reader.Integer("Limits:QueueMessages", 4000, 1, 1_000_000),
        reader.Integer("Limits:QueueBytes", 4 * 1024 * 1024, 1024, 256 * 1024 * 1024),
        reader.Duration("Limits:ResumeWindow", 60 * Second, TimeSpan.Zero, Day),
        reader.Integer("Limits:GroupsPerSession", 128, 0, 100_000),
        reader.Duration("Limits:PingInterval", 25 * Second, Second / 10, Day),
        reader.Duration("Limits:DeadAfter", 60 * Second, Second / 10, Day),
        reader.Integer("Limits:Connections", 100_000, 1, 10_000_000),
        reader.Integer("Limits:Handshakes", 2000, 1, 1_000_000),
        reader.Integer("Limits:ConnectionRate", 100, 1, 1_000_000),
        reader.Integer("Limits:ConnectionBurst", 1000, 1, 1_000_000),
        reader.Duration("Limits:DrainWindow", 3 * Second, TimeSpan.Zero, TimeSpan.FromHours(1)),
        reader.Duration("Limits:HandOverWindow", 15 * Second, TimeSpan.Zero, TimeSpan.FromHours(1)));

    private static ProxySettings Proxies(SettingsReader reader)
    {
        ProxySettings settings = new(
            reader.NetworkList("Gateway:TrustedProxies"),
            reader.Choice("Gateway:ProxyProtocol", ProxyProtocolMode.Off),
            reader.Choice("Gateway:ForwardedHeader", ForwardedHeader.XForwardedFor));
        if (settings.Protocol == ProxyProtocolMode.Required && !reader.IsPresent("Gateway:TrustedProxies"))
        {
            reader.Report("Gateway:ProxyProtocol", "must be Off where Gateway:TrustedProxies names nobody: nobody could connect with a header");
        }

        return settings;
    }

    private static TlsSettings? Tls(SettingsReader reader)
    {
        string? certificate = ExistingFile(reader, "Gateway:TlsCertificateFile", reader.TextOrNull("Gateway:TlsCertificateFile"));
        string? key = ExistingFile(reader, "Gateway:TlsKeyFile", reader.TextOrNull("Gateway:TlsKeyFile"));
        if (certificate is null != key is null)
        {
            reader.Report(certificate is null ? "Gateway:TlsCertificateFile" : "Gateway:TlsKeyFile", "is missing; certificate and key are set together");
        }

        return certificate is null || key is null ? null : new TlsSettings(certificate, key);
    }

    private static List<IPAddress> Addresses(SettingsReader reader, string key, params string[] fallback)
    {
        List<IPAddress> addresses = [];
        foreach (string text in reader.List(key, fallback))
        {
            if (IPAddress.TryParse(text, out IPAddress? address))
            {
                addresses.Add(address);
            }
            else
            {
                reader.Report(key, "must be a list of IP addresses, separated by commas");
            }
        }

        return addresses;
    }

    private static IReadOnlyList<string> ExistingFiles(SettingsReader reader, string key, IReadOnlyList<string> paths)
    {
        foreach (string path in paths)
        {
            ExistingFile(reader, key, path);
        }

        return paths;
    }

    private static string? ExistingFile(SettingsReader reader, string key, string? path)
    {
        if (path is not null && !File.Exists(path))
        {
            reader.Report(key, $"names a file that does not exist: {path}");
        }

        return path;
    }

    private static void CheckTogether(GatewaySettings settings, SettingsReader reader)
    {
        ClusterSettingsReader.CheckTogether(settings.Role, settings.Cluster, settings.Trust, reader);
        if (settings.SwsPort == settings.HttpPort && settings.SwsPort != 0)
        {
            reader.Report("Gateway:HttpPort", "must differ from Gateway:SwsPort");
        }

        if (settings.Limits.DeadAfter <= settings.Limits.PingInterval)
        {
            reader.Report("Limits:DeadAfter", "must be longer than Limits:PingInterval");
        }

        if (settings.Limits.QueueBytes < 2L * settings.Limits.MaxMessageBytes)
        {
            reader.Report("Limits:QueueBytes", "must be at least twice Limits:MaxMessageBytes: two messages at once would close every receiver");
        }
    }
}
