using System.Net;
using System.Text;
using System.Text.Json;
using Sws.Grains.Hubs;
using Sws.Protocol.Certificates;

namespace Sws.Grains.Tests.Hubs.Policies;

/// <summary>The clients of the policy tests.</summary>
internal static class Identities
{
    public static IReadOnlyDictionary<string, PolicyFacts> All { get; } = new Dictionary<string, PolicyFacts>
    {
        ["guest"] = new(Key(1), 2, IPAddress.Parse("203.0.113.9"), null),
        ["old"] = new(Key(2), 1, IPAddress.Parse("10.1.0.9"), null),
        ["pump"] = new(
            Key(3), 2, IPAddress.Parse("10.0.0.7"), Certify("fleet.example.com", ["pump-7.fleet.example.com"], ["10.0.0.7"], ["AA-BB-CC-00-00-07"], "fleet-7")),
        ["gate"] = new(
            Key(4),
            2,
            IPAddress.Parse("2001:db8::1"),
            Certify("fleet.example.com", ["gate.fleet.example.com", "backup.example.org"], ["2001:db8::1", "::ffff:10.9.9.9"], [], "site-1")),
        ["ops"] = new(Key(5), 2, IPAddress.Parse("10.1.2.3"), Certify("staff.example.com", ["Anna.OPS.example.com"], ["10.1.2.3"], [], null)),
        ["star"] = new(
            Key(6), 2, IPAddress.Parse("::ffff:10.1.2.4"), Certify("staff.example.com", ["*", "ops.example.com"], ["nowhere"], ["zz"], "**")),
    };

    public static byte[] Key(byte fill) => [.. Enumerable.Repeat(fill, 32)];

    /// <summary>A certificate as if it had been verified: rules never look at the signature.</summary>
    public static Certificate Certify(string authority, string[] names, string[] ips, string[] macs, string? gid)
    {
        Dictionary<string, object> description = new()
        {
            ["version"] = "1.0",
            ["type"] = "ca",
            ["ca"] = authority,
            ["tte"] = 4_102_444_800_000,
            ["signtime"] = 0,
            ["publickey"] = new int[32],
            ["names"] = names,
            ["ips"] = ips,
            ["macs"] = macs,
        };
        if (gid is not null)
        {
            description["gid"] = gid;
        }

        string json = JsonSerializer.Serialize(new { desc = description, sign = new { signature = new int[64] } });
        Assert.True(Certificate.TryParse(Encoding.UTF8.GetBytes(json), out Certificate? certificate, out CertificateError error), error.ToString());
        return certificate!;
    }
}
