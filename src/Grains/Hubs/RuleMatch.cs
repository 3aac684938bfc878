using System.Net;
using System.Text;
using Sws.Protocol.Certificates;

namespace Sws.Grains.Hubs;

/// <summary>
/// Whom a rule is about. Every field that is given must match; a list matches when one of its members does. A field about
/// certificates never matches a client without a verified one.
/// </summary>
public sealed record RuleMatch
{
    /// <summary>Names of authorities, exact.</summary>
    public IReadOnlyList<string>? Authorities { get; init; }

    /// <summary>Certificate names, ASCII without regard to case; <c>*.example.com</c> is about every name below <c>example.com</c>.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Networks that an address in the certificate must be in.</summary>
    public IReadOnlyList<IPNetwork>? CertificateNetworks { get; init; }

    /// <summary>Networks that the client must connect from.</summary>
    public IReadOnlyList<IPNetwork>? Networks { get; init; }

    /// <summary>MAC addresses in the certificate, as <see cref="MacAddress.Normalize"/> writes them.</summary>
    public IReadOnlyList<string>? Macs { get; init; }

    /// <summary>Patterns over the certificate's <c>gid</c>, in which <c>*</c> stands for any run of characters.</summary>
    public IReadOnlyList<string>? Gids { get; init; }

    /// <summary>The client's public key, base64url.</summary>
    public IReadOnlyList<string>? PublicKeys { get; init; }

    /// <summary>With or without a certificate.</summary>
    public CertificatePresence Certificate { get; init; }

    /// <summary>SWS versions.</summary>
    public IReadOnlyList<int>? Versions { get; init; }

    /// <summary>Whether a client is meant.</summary>
    /// <param name="facts">What is proven about it.</param>
    public bool Matches(PolicyFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return MatchesClient(facts) && MatchesCertificate(facts.Certificate);
    }

    private bool MatchesClient(PolicyFacts facts) =>
        (Versions is null || Versions.Contains(facts.Version))
        && (Networks is null || Networks.AnyContains(facts.Address))
        && (PublicKeys is null || PublicKeys.Contains(facts.UserIdBy(UserIdSource.PublicKey)!, StringComparer.Ordinal));

    private bool MatchesCertificate(Certificate? certificate)
    {
        if (certificate is null)
        {
            return Certificate != CertificatePresence.Required
                && Authorities is null && Names is null && CertificateNetworks is null && Macs is null && Gids is null;
        }

        return Certificate != CertificatePresence.Absent
            && (Authorities is null || Authorities.Contains(certificate.Authority, StringComparer.Ordinal))
            && (Names is null || certificate.Names.Any(IsNamed))
            && (CertificateNetworks is null || certificate.Ips.Any(IsIn))
            && (Macs is null || certificate.Macs.Any(HasMac))
            && (Gids is null || (certificate.Gid is not null && HasGid(certificate.Gid)));
    }

    private bool IsNamed(string name)
    {
        foreach (string wanted in Names!)
        {
            // ".example.com" must stand at the end, with something before it. Ascii compares no letters but ASCII ones as alike.
            bool matches = wanted.StartsWith("*.", StringComparison.Ordinal)
                ? name.Length >= wanted.Length && Ascii.EqualsIgnoreCase(name.AsSpan(name.Length - wanted.Length + 1), wanted.AsSpan(1))
                : Ascii.EqualsIgnoreCase(name, wanted);
            if (matches)
            {
                return true;
            }
        }

        return false;
    }

    private bool HasMac(string mac) => MacAddress.Normalize(mac) is { } normal && Macs!.Contains(normal, StringComparer.Ordinal);

    private bool HasGid(string gid) => Gids!.Any(pattern => TextPattern.Matches(pattern, gid));

    private bool IsIn(string address) => CertificateMatch.IsAddress(address) && CertificateNetworks!.AnyContains(IPAddress.Parse(address));
}
