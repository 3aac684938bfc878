using System.Buffers;
using System.Buffers.Text;
using System.Net;
using Sws.Grains.Hubs;

namespace Sws.Gateway.Options;

/// <summary>Reads one permission rule of a hub, <c>Hubs:{name}:Permissions:{n}</c>.</summary>
internal static class RuleSettingsReader
{
    private const int MaxNameLength = 64;
    private const int PublicKeyBytes = 32;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    public static PermissionRule Read(SettingsReader reader, string key) =>
        new(Roles(reader, key + ":Allow"), Roles(reader, key + ":Deny"))
        {
            Name = Name(reader, key + ":Name"),
            Match = reader.Children(key + ":Match").Any() ? Match(reader, key) : null,
        };

    private static string? Name(SettingsReader reader, string key)
    {
        string? name = reader.TextOrNull(key);
        if (name is not null && (name.Length > MaxNameLength || name.Any(char.IsControl)))
        {
            reader.Report(key, $"must be at most {MaxNameLength} characters and hold no control characters");
        }

        return name;
    }

    private static IReadOnlyList<string> Roles(SettingsReader reader, string key)
    {
        IReadOnlyList<string> roles = reader.List(key);
        foreach (string role in roles)
        {
            if (!PermissionEntry.TryParse(key, role, isDeny: false, out _))
            {
                reader.Report(
                    key,
                    "must list roles out of " + string.Join(", ", Grains.Hubs.Roles.Known) + "; " + string.Join(", ", Grains.Hubs.Roles.WithPattern)
                        + " may carry .pattern, in which braces stand in {userId}, {gid} and {name} only");
            }
        }

        return roles;
    }

    private static RuleMatch Match(SettingsReader reader, string key) => new()
    {
        Authorities = Given(reader, key + ":Match:Ca"),
        Names = Given(reader, key + ":Match:Names", IsName, "must list names of ASCII letters, digits, '-', '_' and '.', each after an optional *."),
        CertificateNetworks = NetworkList(reader, key + ":Match:Ips"),
        Networks = NetworkList(reader, key + ":Match:From"),
        Macs = Converted(reader, key + ":Match:Macs", MacAddress.Normalize, "must list MAC addresses: six hexadecimal pairs separated by : or -"),
        Gids = Given(reader, key + ":Match:Gids"),
        PublicKeys = Converted(reader, key + ":Match:PublicKeys", PublicKey, "must list public keys of 32 bytes in base64url, as cert show prints them"),
        Certificate = reader.Choice(key + ":Match:Certificate", CertificatePresence.Any),
        Versions = Given(reader, key + ":Match:Versions", version => version is "1" or "2", "must be 1, 2 or 1,2")
            ?.Select(version => version == "1" ? 1 : 2).ToList(),
    };

    /// <summary>A list, or null where the key is absent. One that is there and empty would match everybody, which nobody means by it.</summary>
    private static IReadOnlyList<string>? Given(SettingsReader reader, string key, Func<string, bool>? isValid = null, string problem = "")
    {
        IReadOnlyList<string> list = reader.List(key);
        if (list.Count == 0)
        {
            if (reader.IsPresent(key))
            {
                reader.Report(key, "is empty; leave it out where it does not matter");
            }

            return null;
        }

        if (isValid is not null && !list.All(isValid))
        {
            reader.Report(key, problem);
        }

        return list;
    }

    private static List<string>? Converted(SettingsReader reader, string key, Func<string, string?> convert, string problem)
    {
        IReadOnlyList<string>? list = Given(reader, key, text => convert(text) is not null, problem);
        return list?.Select(convert).OfType<string>().ToList();
    }

    private static List<IPNetwork>? NetworkList(SettingsReader reader, string key) =>
        Given(reader, key) is null ? null : reader.NetworkList(key);

    private static bool IsName(string text)
    {
        ReadOnlySpan<char> name = text.StartsWith("*.", StringComparison.Ordinal) ? text.AsSpan(2) : text;
        return !name.IsEmpty && name.IndexOfAnyExcept(NameCharacters) < 0;
    }

    /// <summary>The key in the form that user ids have, whichever form of base64 it was given in.</summary>
    private static string? PublicKey(string text)
    {
        string url = text.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return Base64Url.IsValid(url, out int bytes) && bytes == PublicKeyBytes ? Base64Url.EncodeToString(Base64Url.DecodeFromChars(url)) : null;
    }
}
