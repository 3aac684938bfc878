using System.Net;
using Microsoft.Extensions.Configuration;
using Sws.Gateway.Options;
using Sws.Grains.Hubs;
using Sws.Protocol.Handshake;

namespace Sws.Gateway.Tests.Options;

public class GatewaySettingsReaderTests
{
    [Fact]
    public void Read_NothingSet_Defaults()
    {
        GatewaySettings settings = Good();

        Assert.Equal((8080, 8081), (settings.SwsPort, settings.HttpPort));
        Assert.Null(settings.BindAddress);
        Assert.Null(settings.Tls);
        Assert.Equal(["localhost"], settings.PublicNames);
        Assert.Equal([IPAddress.Loopback, IPAddress.IPv6Loopback], settings.PublicAddresses);
        Assert.Equal(new ClusterSettings(ClusterProvider.Localhost, "sws", "sws", 11111, 30000, null, null), settings.Cluster);
        Assert.Equal(TimeSpan.FromHours(1), settings.Trust.KeyEpoch);
        Assert.Equal(1024 * 1024, settings.Limits.MaxMessageBytes);
        Assert.Equal((4000, 128), (settings.Limits.QueueMessages, settings.Limits.GroupsPerSession));
        Assert.Equal(TimeSpan.FromSeconds(2), settings.Limits.HandshakeTimeout);
        Assert.Equal(["echo", "chat"], settings.Hubs.Select(hub => hub.Name));
    }

    [Fact]
    public void Read_Development_BindsToLoopbackUnlessTold()
    {
        Assert.Equal(IPAddress.Loopback, Read(isDevelopment: true, []).Settings.BindAddress);
        Assert.Equal(IPAddress.Any, Read(isDevelopment: true, [("Gateway:BindAddress", "0.0.0.0")]).Settings.BindAddress);
    }

    [Theory]
    [InlineData("Gateway:SwsPort", "65536")]
    [InlineData("Gateway:SwsPort", "-1")]
    [InlineData("Gateway:HttpPort", "http")]
    [InlineData("Gateway:BindAddress", "localhost")]
    [InlineData("Gateway:PublicAddresses", "127.0.0.1,nowhere")]
    [InlineData("Gateway:SampleHubs", "yes")]
    [InlineData("Gateway:TrustedProxies", "10.0.0.0/8,proxy")]
    [InlineData("Gateway:ProxyProtocol", "Optional")]
    [InlineData("Gateway:ProxyProtocol", "Required")]
    [InlineData("Gateway:ForwardedHeader", "X-Forwarded-For")]
    [InlineData("Gateway:TlsCertificateFile", "does-not-exist.pem")]
    [InlineData("Gateway:Role", "Both")]
    [InlineData("Telemetry:OtlpEndpoint", "collector:4317")]
    [InlineData("Cluster:SiloPort", "1.5")]
    [InlineData("Cluster:Provider", "Consul")]
    [InlineData("Cluster:AdvertisedAddress", "gateway-1")]
    [InlineData("Cluster:AdvertisedAddress", "0.0.0.0")]
    [InlineData("Cluster:Redis", "redis:6379")]
    [InlineData("Cluster:RedisPasswordFile", "does-not-exist")]
    [InlineData("Trust:CaFiles", "does-not-exist.json")]
    [InlineData("Trust:CaKeyFile", "does-not-exist.json")]
    [InlineData("Trust:StaticServerKeyFile", "does-not-exist.json")]
    [InlineData("Trust:KeyEpoch", "31.00:00:00")]
    [InlineData("Limits:MaxMessageBytes", "1023")]
    [InlineData("Limits:HandshakeTimeout", "00:02:00")]
    [InlineData("Limits:QueueMessages", "0")]
    [InlineData("Limits:QueueBytes", "many")]
    [InlineData("Limits:ResumeWindow", "-00:00:01")]
    [InlineData("Limits:GroupsPerSession", "-1")]
    [InlineData("Limits:PingInterval", "often")]
    [InlineData("Limits:DeadAfter", "0")]
    [InlineData("Limits:Connections", "0")]
    [InlineData("Limits:Handshakes", "1e3")]
    [InlineData("Limits:ConnectionRate", "0")]
    [InlineData("Limits:ConnectionBurst", "0")]
    [InlineData("Limits:DrainWindow", "02:00:00")]
    [InlineData("Hubs:a:Versions", "3")]
    [InlineData("Hubs:a:RequireCert", "1")]
    [InlineData("Hubs:a:Handler", "Webhook")]
    [InlineData("Hubs:a:UserId", "Name")]
    [InlineData("Hubs:a:AddressCheck", "On")]
    [InlineData("Hubs:a:Inbox", "Memory")]
    [InlineData("Hubs:a:InboxMessages", "0")]
    [InlineData("Hubs:a:InboxMessages", "10")]
    [InlineData("Hubs:a:InboxAge", "7.00:00:00")]
    public void Read_WrongValue_ReportedByKey(string key, string value) =>
        Assert.Contains(Read(isDevelopment: false, [(key, value)]).Problems, problem => problem.StartsWith(key + ": ", StringComparison.Ordinal));

    [Fact]
    public void Read_SeveralWrongValues_AllReportedAtOnce()
    {
        IReadOnlyList<string> problems = Read(
            isDevelopment: false, [("Gateway:BindAddress", "x"), ("Limits:QueueBytes", "x"), ("Cluster:SiloPort", "x"), ("Hubs:a:Handler", "x")]).Problems;

        Assert.Equal(["Gateway:BindAddress", "Cluster:SiloPort", "Limits:QueueBytes", "Hubs:a:Handler"], Keys(problems));
    }

    [Theory]
    [InlineData("Gateway:SwsPrt")]
    [InlineData("Limits:MaxMessageByte")]
    [InlineData("Hubs:a:Handlers")]
    [InlineData("Hubs:a:Permissions:0:Allows:0")]
    [InlineData("Trust:CaFile")]
    [InlineData("Cluster:Id")]
    public void Read_UnknownKey_Named(string key) => Assert.Equal([key], Keys(Read(isDevelopment: false, [(key, "1")]).Problems));

    [Fact]
    public void Read_KeyOfAnotherSection_Ignored() => Assert.Empty(Read(isDevelopment: false, [("Logging:LogLevel:Default", "Debug")]).Problems);

    [Fact]
    public void Read_HubsConfigured_NoSampleHubs() => Assert.Equal(["a"], Good(("Hubs:a:Versions", "2")).Hubs.Select(hub => hub.Name));

    [Fact]
    public void Read_HubsConfiguredAndSampleHubsAskedFor_BothAndOwnWins()
    {
        GatewaySettings settings = Good(("Hubs:echo:Versions", "2"), ("Gateway:SampleHubs", "true"));

        Assert.Equal(["echo", "chat"], settings.Hubs.Select(hub => hub.Name));
        Assert.True(settings.Hubs[0].RequireCertificate);
    }

    [Fact]
    public void Read_SampleHubsRefused_NoHubs() => Assert.Empty(Good(("Gateway:SampleHubs", "false")).Hubs);

    [Fact]
    public void Read_Hub_EveryPartRead()
    {
        Hub hub = Assert.Single(Good(
            ("Hubs:a:Versions", "1, 2"),
            ("Hubs:a:RequireCert", "true"),
            ("Hubs:a:Handler", "echo"),
            ("Hubs:a:UserId", "CertificateGid"),
            ("Hubs:a:AddressCheck", "Off"),
            ("Hubs:a:Inbox", "Durable"),
            ("Hubs:a:InboxMessages", "10"),
            ("Hubs:a:Permissions:0:Allow:0", "invoke"),
            ("Hubs:a:Permissions:0:Allow:1", "webpubsub.sendToGroup.room.*"),
            ("Hubs:a:Permissions:0:Deny", "sendToUser,sendToConnection")).Hubs);

        Assert.Equal(
            (SwsVersions.V1 | SwsVersions.V2, true, HubHandler.Echo, UserIdSource.CertificateGid, AddressCheck.Off),
            (hub.Versions, hub.RequireCertificate, hub.Handler, hub.UserId, hub.AddressCheck));
        Assert.Equal(new HubInbox(10, TimeSpan.FromDays(7)), hub.Inbox);
        Assert.True(hub.IsDurable);
        PermissionRule rule = Assert.Single(hub.Permissions);
        Assert.Equal(["invoke", "webpubsub.sendToGroup.room.*"], rule.Allow);
        Assert.Equal(["sendToUser", "sendToConnection"], rule.Deny);
    }

    [Theory]
    [InlineData("Allow", "admin")]
    [InlineData("Allow", "invoke.room")]
    [InlineData("Deny", "webpubsub.sendToGroups")]
    [InlineData("Deny", "Invoke")]
    public void Read_UnknownRole_Reported(string list, string role)
    {
        string key = "Hubs:a:Permissions:0:" + list;

        Assert.Equal([key], Keys(Read(isDevelopment: false, [(key, role)]).Problems));
    }

    [Fact]
    public void Read_RuleWithMatch_EveryPartRead()
    {
        const string key = "Hubs:a:Permissions:0:";
        PermissionRule rule = Assert.Single(Assert.Single(Good(
            (key + "Name", "operators"),
            (key + "Allow", "invoke.event.order.*,sendToUser.{userId}"),
            (key + "Match:Ca", "ca.example.com"),
            (key + "Match:Names", "a.example.com,*.b"),
            (key + "Match:Ips", "10.0.0.0/8,::1"),
            (key + "Match:From:0", "::ffff:192.0.2.7"),
            (key + "Match:Macs", "AA-BB-CC-00-11-22"),
            (key + "Match:Gids", "fleet-*"),
            (key + "Match:PublicKeys", "//////////////////////////////////////////8="),
            (key + "Match:Certificate", "required"),
            (key + "Match:Versions", "1,2")).Hubs).Permissions);

        Assert.Equal("operators", rule.Name);
        RuleMatch match = Assert.IsType<RuleMatch>(rule.Match);
        Assert.Equal(["ca.example.com"], match.Authorities);
        Assert.Equal(["a.example.com", "*.b"], match.Names);
        Assert.Equal([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("::1/128")], match.CertificateNetworks);
        Assert.Equal([IPNetwork.Parse("192.0.2.7/32")], match.Networks);
        Assert.Equal(["aa:bb:cc:00:11:22"], match.Macs);
        Assert.Equal(["fleet-*"], match.Gids);
        Assert.Equal([new string('_', 42) + "8"], match.PublicKeys);
        Assert.Equal(CertificatePresence.Required, match.Certificate);
        Assert.Equal([1, 2], match.Versions);
    }

    [Theory]
    [InlineData("Name", "12345678901234567890123456789012345678901234567890123456789012345")]
    [InlineData("Match:Names", "*")]
    [InlineData("Match:Names", "*.")]
    [InlineData("Match:Names", "a*.example.com")]
    [InlineData("Match:Names", "bücher.example.com")]
    [InlineData("Match:Ips", "10.0.0.1/8")]
    [InlineData("Match:Ips", "10.0.0.0/33")]
    [InlineData("Match:Ips", "::ffff:10.0.0.0/104")]
    [InlineData("Match:From", "localhost")]
    [InlineData("Match:Macs", "aa:bb:cc:00:11")]
    [InlineData("Match:PublicKeys", "abc")]
    [InlineData("Match:Certificate", "Yes")]
    [InlineData("Match:Versions", "3")]
    [InlineData("Match:Names", "")]
    [InlineData("Match:Gids", " , ")]
    [InlineData("Match:From:0", "", "Match:From")]
    [InlineData("Match:Name", "a")]
    [InlineData("Match", "everybody")]
    [InlineData("Allow", "sendToUser.{user}")]
    [InlineData("Deny", "sendToUser.")]
    public void Read_WrongRule_ReportedByKey(string key, string value, string? reported = null)
    {
        const string prefix = "Hubs:a:Permissions:3:";

        Assert.Equal([prefix + (reported ?? key)], Keys(Read(isDevelopment: false, [(prefix + key, value)]).Problems));
    }

    [Fact]
    public void Read_SeveralWrongRules_AllReported()
    {
        IReadOnlyList<string> problems = Read(
            isDevelopment: false,
            [("Hubs:a:Permissions:0:Allow", "x"), ("Hubs:a:Permissions:1:Match:Macs", "x"), ("Hubs:b:Permissions:0:Deny", "x")]).Problems;

        Assert.Equal(["Hubs:a:Permissions:0:Allow", "Hubs:a:Permissions:1:Match:Macs", "Hubs:b:Permissions:0:Deny"], Keys(problems));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("ä")]
    public void Read_UnusableHubName_Reported(string name) =>
        Assert.Contains("Hubs:" + name, Keys(Read(isDevelopment: false, [($"Hubs:{name}:Versions", "2")]).Problems));

    [Theory]
    [InlineData("Gateway:HttpPort", "Gateway:SwsPort=8081")]
    [InlineData("Limits:DeadAfter", "Limits:PingInterval=00:01:00")]
    [InlineData("Hubs:a:RequireCert", "Hubs:a:Versions=1")]
    [InlineData("Hubs:a:UserId", "Hubs:a:RequireCert=false;Hubs:a:UserId=CertificateName")]
    public void Read_ValuesThatDoNotFitTogether_Reported(string reported, string values)
    {
        (string, string)[] entries = [.. values.Split(';').Select(entry => entry.Split('=')).Select(parts => (parts[0], parts[1]))];

        Assert.Equal([reported], Keys(Read(isDevelopment: false, entries).Problems));
    }

    [Fact]
    public void Read_BothPortsZero_Allowed()
    {
        GatewaySettings settings = Good(("Gateway:SwsPort", "0"), ("Gateway:HttpPort", "0"));

        Assert.Equal((0, 0), (settings.SwsPort, settings.HttpPort));
    }

    [Fact]
    public void Read_TlsCertificateWithoutKey_KeyReported()
    {
        string file = typeof(GatewaySettingsReaderTests).Assembly.Location;

        Assert.Equal(["Gateway:TlsKeyFile"], Keys(Read(isDevelopment: false, [("Gateway:TlsCertificateFile", file)]).Problems));
    }

    private static IEnumerable<string> Keys(IEnumerable<string> problems) =>
        problems.Select(problem => problem[..problem.IndexOf(": ", StringComparison.Ordinal)]);

    private static GatewaySettings Good(params (string Key, string Value)[] entries)
    {
        (GatewaySettings settings, IReadOnlyList<string> problems) = Read(isDevelopment: false, entries);
        Assert.Empty(problems);
        return settings;
    }

    private static (GatewaySettings Settings, IReadOnlyList<string> Problems) Read(bool isDevelopment, (string Key, string Value)[] entries)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(entries.Select(entry => KeyValuePair.Create<string, string?>(entry.Key, entry.Value)))
            .Build();
        GatewaySettings settings = GatewaySettingsReader.Read(configuration, isDevelopment, out IReadOnlyList<string> problems);
        return (settings, problems);
    }
}
