using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Sws.Protocol.Certificates;

namespace Sws.Gateway.Commands;

/// <summary>Certificates in words.</summary>
internal static class CertText
{
    /// <summary>base64url, as user ids are made of public keys.</summary>
    public static string PublicKey(ReadOnlySpan<byte> publicKey) => Base64Url.EncodeToString(publicKey);

    public static string List(IReadOnlyList<string> entries) => entries.Count == 0 ? "none" : string.Join(", ", entries.Select(Printable));

    /// <summary>Escapes what would act on a terminal instead of showing: control characters, text direction, lone surrogates.</summary>
    public static string Printable(string text)
    {
        var printable = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
                ? printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")
                : printable.Append(c);
        }

        return printable.ToString();
    }

    public static string Remaining(TimeSpan left) => left switch
    {
        _ when left <= TimeSpan.Zero => "expired",
        { TotalDays: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(left.TotalDays)} days left"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(left.TotalHours)} hours left"),
    };

    /// <summary>What is wrong with a certificate by itself.</summary>
    public static IEnumerable<string> Problems(Certificate certificate, DateTimeOffset now)
    {
        if (certificate.NotAfter <= now)
        {
            yield return "it has expired";
        }

        if (certificate.SignedAt > now)
        {
            yield return "it was signed in the future: the clock here or at the authority is wrong";
        }

        if (certificate.Type == CertificateType.EndEntity && certificate.Names.Count + certificate.Ips.Count + certificate.Macs.Count == 0)
        {
            yield return "it names nobody: no names, addresses or MAC addresses";
        }

        foreach (var ip in certificate.Ips.Where(ip => !CertificateMatch.IsAddress(ip)))
        {
            yield return $"the address {Printable(ip)} is none, and matches nothing";
        }

        if (certificate.Type == CertificateType.SelfSigned
            && TrustStore.CheckAuthority(certificate) is var error and not CertificateError.None)
        {
            yield return error == CertificateError.Revoked
                ? "its key comes with a public package: it must not be trusted"
                : "its signature is wrong: the file was changed after signing";
        }
    }

    /// <summary>Why a certificate is refused, and what to do.</summary>
    public static string Explain(CertificateError error, Certificate certificate) => error switch
    {
        CertificateError.WrongType => "is a certificate authority's own, not an end certificate; use one made by 'cert issue'.",
        CertificateError.UnknownAuthority =>
            $"was signed by '{Printable(certificate.Authority)}', which is not among the given authorities; add its certificate with --ca.",
        CertificateError.BadSignature =>
            "the signature is wrong: it was changed, or signed by another authority of the same name; issue it again.",
        CertificateError.Expired => $"expired {certificate.NotAfter:u}; issue a new one.",
        CertificateError.OutlivesAuthority => "is valid for longer than its authority, which the gateway refuses; issue it for fewer days.",
        CertificateError.NameMismatch => $"does not cover that host, only {List(certificate.Names)}; issue one with --name.",
        CertificateError.AddressMismatch => $"does not cover that address, only {List(certificate.Ips)}; issue one with --ip.",
        CertificateError.Revoked => "comes with a public package and must not be trusted; make an authority with 'cert ca new'.",
        CertificateError.KeyMismatch => "the secret key is not the certificate's; restore the file from a copy.",
        _ => "is not a certificate; give a file made by 'cert issue' or 'cert ca new'.",
    };
}
