using System.Globalization;
using System.Net;
using Sws.Grains.Hubs;
using Sws.Protocol.Handshake;
using Sws.Testing;

namespace Sws.Grains.Tests.Hubs.Policies;

/// <summary>Reads policy-table.txt.</summary>
internal static class PolicyTable
{
    /// <summary>All rows: section, hub, identity, action, target, expected cell.</summary>
    public static IReadOnlyList<(string Section, Hub Hub, string Identity, PolicyAction Action, string? Target, string Expected)> Rows { get; } = [.. Read()];

    private static IEnumerable<(string, Hub, string, PolicyAction, string?, string)> Read()
    {
        string section = "";
        Hub hub = EmptyHub();
        foreach (string line in File.ReadLines(RepositoryFiles.At("tests", "Grains.Tests", "Hubs", "Policies", "policy-table.txt")))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case [] or ["#", ..]:
                    break;
                case ["==", ..]:
                    section = line[3..];
                    hub = EmptyHub();
                    break;
                case ["hub", ..]:
                    hub = WithSettings(hub, Pairs(words[1..]));
                    break;
                case ["rule", ..]:
                    hub = Remade(hub, [.. hub.Permissions, Rule(Pairs(words[1..]))]);
                    break;
                default:
                    foreach (var (identity, action, target, expected) in Cells(words))
                    {
                        yield return (section, hub, identity, action, target, expected);
                    }

                    break;
            }
        }
    }

    private static IEnumerable<(string Identity, PolicyAction Action, string? Target, string Expected)> Cells(string[] words)
    {
        int colon = Array.IndexOf(words, ":");
        string[] cells = words[(colon + 1)..];
        PolicyAction action = Enum.Parse<PolicyAction>(words[0], ignoreCase: true);
        string? target = colon - cells.Length == 2 ? words[1] : null;
        for (int column = 0; column < cells.Length; column++)
        {
            yield return (words[colon - cells.Length + column], action, target, cells[column]);
        }
    }

    private static Hub EmptyHub() => new(
        "hub", SwsVersions.V1 | SwsVersions.V2, false, HubHandler.None, UserIdSource.PublicKey, AddressCheck.Off, []);

    private static Hub WithSettings(Hub hub, ILookup<string, string> settings) => hub with
    {
        UserId = Enum.Parse<UserIdSource>(settings["userId"].SingleOrDefault("PublicKey")),
        RequireCertificate = settings["requireCert"].Contains("true"),
        Versions = settings["versions"].Aggregate(SwsVersions.None, (all, version) => all | (version == "1" ? SwsVersions.V1 : SwsVersions.V2)),
    };

    private static Hub Remade(Hub hub, IReadOnlyList<PermissionRule> rules) =>
        new(hub.Name, hub.Versions, hub.RequireCertificate, hub.Handler, hub.UserId, hub.AddressCheck, rules);

    private static PermissionRule Rule(ILookup<string, string> fields) => new([.. fields["allow"]], [.. fields["deny"]])
    {
        Match = new RuleMatch
        {
            Authorities = List(fields, "ca"),
            Names = List(fields, "names"),
            CertificateNetworks = Networks(fields, "ips"),
            Networks = Networks(fields, "from"),
            Macs = List(fields, "macs"),
            Gids = List(fields, "gids"),
            PublicKeys = fields.Contains("keys") ? [.. fields["keys"].Select(name => Identities.All[name].UserIdBy(UserIdSource.PublicKey)!)] : null,
            Certificate = Enum.Parse<CertificatePresence>(fields["certificate"].SingleOrDefault("Any")),
            Versions = fields.Contains("versions") ? [.. fields["versions"].Select(version => int.Parse(version, CultureInfo.InvariantCulture))] : null,
        },
    };

    private static List<string>? List(ILookup<string, string> fields, string key) => fields.Contains(key) ? [.. fields[key]] : null;

    private static List<IPNetwork>? Networks(ILookup<string, string> fields, string key) => fields.Contains(key) ? [.. fields[key].Select(Network)] : null;

    private static IPNetwork Network(string text)
    {
        Assert.True(Sws.Grains.Hubs.Networks.TryParse(text, out IPNetwork network), text);
        return network;
    }

    private static ILookup<string, string> Pairs(string[] words) => words
        .Select(word => word.Split('=', 2))
        .SelectMany(pair => pair[1].Split(',').Select(value => (Key: pair[0], Value: value)))
        .ToLookup(pair => pair.Key, pair => pair.Value);
}
