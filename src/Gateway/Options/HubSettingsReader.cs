using Sws.Grains.Hubs;
using Sws.Protocol.Handshake;

namespace Sws.Gateway.Options;

/// <summary>Reads the section <c>Hubs</c>. The sample hubs let anybody in, so they are there only without it, or when asked for.</summary>
internal static class HubSettingsReader
{
    private const int MaxNameLength = 128;

    /// <summary>What anybody may do in the sample hub <c>chat</c>: everything.</summary>
    private static readonly PermissionRule AllowAll = new(Roles.All, []);

    /// <summary>The hubs of the first minute: <c>echo</c> for simple clients, <c>chat</c> for JSON clients.</summary>
    public static IReadOnlyList<Hub> Samples { get; } =
    [
        new("echo", SwsVersions.V1 | SwsVersions.V2, false, HubHandler.Echo, UserIdSource.PublicKey, AddressCheck.Strict, [AllowAll]),
        new("chat", SwsVersions.V1 | SwsVersions.V2, false, HubHandler.None, UserIdSource.PublicKey, AddressCheck.Strict, [AllowAll]),
    ];

    public static IReadOnlyList<Hub> Read(SettingsReader reader)
    {
        List<Hub> hubs = [.. reader.Children("Hubs").Select(name => ReadHub(reader, name))];
        bool withSamples = reader.Flag("Gateway:SampleHubs", hubs.Count == 0);
        return withSamples ? [.. hubs, .. Samples.Where(sample => hubs.All(hub => hub.Name != sample.Name))] : hubs;
    }

    private static Hub ReadHub(SettingsReader reader, string name)
    {
        string key = "Hubs:" + name;
        if (name.Length > MaxNameLength || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.'))
        {
            reader.Report(key, $"is not a usable hub name: 1 to {MaxNameLength} letters, digits, '_', '-', '.'");
        }

        Hub hub = new(
            name,
            Versions(reader, key + ":Versions"),
            reader.Flag(key + ":RequireCert", true),
            reader.Choice(key + ":Handler", HubHandler.None),
            reader.Choice(key + ":UserId", UserIdSource.PublicKey),
            reader.Choice(key + ":AddressCheck", AddressCheck.Strict),
            Rules(reader, key + ":Permissions"))
        {
            History = HubHistoryReader.ReadHistory(reader, key),
            Inbox = HubInboxReader.ReadInbox(reader, key),
        };
        CheckTogether(reader, key, hub);
        return hub;
    }

    private static SwsVersions Versions(SettingsReader reader, string key)
    {
        SwsVersions versions = SwsVersions.None;
        foreach (string version in reader.List(key, "2"))
        {
            switch (version)
            {
                case "1":
                    versions |= SwsVersions.V1;
                    break;
                case "2":
                    versions |= SwsVersions.V2;
                    break;
                default:
                    reader.Report(key, "must be 1, 2 or 1,2");
                    break;
            }
        }

        return versions;
    }

    private static List<PermissionRule> Rules(SettingsReader reader, string key)
    {
        List<string> indexes = [.. reader.Children(key)];
        int problems = reader.Problems.Count;
        List<PermissionRule> rules = [.. indexes.Select(index => RuleSettingsReader.Read(reader, $"{key}:{index}"))];
        if (rules.Count > HubPolicy.MaxRules)
        {
            reader.Report(key, $"has {rules.Count} rules; at most {HubPolicy.MaxRules} are allowed");
        }

        // Rules with problems are not to be used, and cannot be.
        return reader.Problems.Count == problems ? rules : [];
    }

    private static void CheckTogether(SettingsReader reader, string key, Hub hub)
    {
        if (hub.RequireCertificate && !hub.Versions.HasFlag(SwsVersions.V2))
        {
            reader.Report(key + ":RequireCert", "must be false where version 2 is not allowed: version 1 cannot carry a certificate");
        }

        if (!hub.RequireCertificate && hub.UserId != UserIdSource.PublicKey)
        {
            reader.Report(key + ":UserId", "must be PublicKey where RequireCert is false: there is no certificate to take it from");
        }
    }
}
