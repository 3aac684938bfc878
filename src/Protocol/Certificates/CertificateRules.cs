using System.Text.RegularExpressions;
using Sws.Protocol.Crypto;

namespace Sws.Protocol.Certificates;

/// <summary>
/// What this authority signs. Stricter than what is accepted from other authorities: the reference peers use names as regular
/// expressions and the Java verifier prints <c>/</c> and non-ASCII letters its own way, so neither gets into a certificate made here.
/// </summary>
internal static partial class CertificateRules
{
    private const int MaxNameLength = 253;
    private const int MaxGidLength = 64;

    public static bool IsName(string name) => name.Length <= MaxNameLength && NamePattern().IsMatch(name);

    public static IEnumerable<string> FindProblems(CertificateRequest request, Certificate authority, DateTimeOffset now)
    {
        if (!IsUsableKey(request.PublicKey.Span))
        {
            yield return "the public key is not a usable X25519 key of 32 bytes";
        }

        foreach (var name in request.Names.Where(name => !IsName(name)))
        {
            yield return $"the name '{name}' is not letters, digits, - and _ in parts separated by dots, at most {MaxNameLength} in all";
        }

        foreach (var ip in request.Ips.Where(ip => !CertificateMatch.TryParseAddress(ip, out _)))
        {
            yield return $"the address '{ip}' is not an IPv4 or IPv6 address";
        }

        foreach (var mac in request.Macs.Where(mac => !MacPattern().IsMatch(mac)))
        {
            yield return $"the MAC address '{mac}' is not six hexadecimal pairs separated by : or -";
        }

        if (new[] { request.Names, request.Ips, request.Macs }.Any(list => list.Count > CertificateLimits.MaxEntries))
        {
            yield return $"there are more than {CertificateLimits.MaxEntries} names, addresses or MAC addresses";
        }

        if (request.Gid is { } gid && !(gid.Length <= MaxGidLength && GidPattern().IsMatch(gid)))
        {
            yield return $"the gid is not 1 to {MaxGidLength} letters, digits, - and _";
        }

        if (request.NotAfter <= now)
        {
            yield return "it would have expired already";
        }

        if (request.NotAfter.ToUnixTimeMilliseconds() > authority.NotAfterMs)
        {
            yield return $"it would outlive its authority, which ends {authority.NotAfter:u}";
        }
    }

    private static bool IsUsableKey(ReadOnlySpan<byte> publicKey)
    {
        if (!BoxKeyPair.IsCanonical(publicKey))
        {
            return false;
        }

        // Low order shows only when the key is used.
        using var probe = BoxKeyPair.Generate();
        Span<byte> shared = stackalloc byte[BoxKeyPair.KeyBytes];
        return probe.TryShare(publicKey, shared);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}\z")]
    private static partial Regex MacPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]+\z")]
    private static partial Regex GidPattern();
}
