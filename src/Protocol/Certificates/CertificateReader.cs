using System.Text;
using Sws.Protocol.Crypto;

namespace Sws.Protocol.Certificates;

/// <summary>Takes certificates and key files out of parsed JSON, strictly: every value has exactly the type the format gives it.</summary>
internal static class CertificateReader
{
    private const string Version = "1.0";

    /// <summary>Parses a file within <see cref="CertificateLimits"/>, duplicate keys refused.</summary>
    public static bool TryParseFile(ReadOnlySpan<byte> utf8Json, out EcmaValue? root)
    {
        root = null;
        return utf8Json.Length <= CertificateLimits.MaxBytes
            && EcmaParser.TryParse(utf8Json, CertificateLimits.MaxDepth, refuseDuplicates: true, out root);
    }

    public static CertificateError Read(EcmaValue root, out Certificate? certificate)
    {
        certificate = null;
        if (root.Member("desc") is not { Kind: EcmaKind.Object } description
            || root.Member("sign") is not { Kind: EcmaKind.Object } sign
            || !TryBytes(sign.Member("signature"), Signing.SignatureBytes, out var signature)
            || !IsVersion(description.Member("version"))
            || description.Member("type") is not { Kind: EcmaKind.String } type)
        {
            return CertificateError.Malformed;
        }

        switch (type.Text)
        {
            case "self":
                certificate = ReadDescription(description, CertificateType.SelfSigned, signature);
                break;
            case "ca":
                certificate = ReadDescription(description, CertificateType.EndEntity, signature);
                break;
            default:
                return CertificateError.WrongType;
        }

        return certificate is null ? CertificateError.Malformed : CertificateError.None;
    }

    /// <summary>An array of exactly that many integers from 0 to 255.</summary>
    public static bool TryBytes(EcmaValue? value, int length, out byte[] bytes)
    {
        bytes = [];
        if (value is not { Kind: EcmaKind.Array } || value.Items.Count != length)
        {
            return false;
        }

        var read = new byte[length];
        for (var i = 0; i < length; i++)
        {
            var item = value.Items[i];
            if (item.Kind != EcmaKind.Number || item.Number is not (>= 0 and <= 255) || item.Number != Math.Floor(item.Number))
            {
                return false;
            }

            read[i] = (byte)item.Number;
        }

        bytes = read;
        return true;
    }

    private static Certificate? ReadDescription(EcmaValue description, CertificateType type, byte[] signature)
    {
        if (!TryTime(description.Member("tte"), out var notAfter)
            || !TryTime(description.Member("signtime"), out var signedAt)
            || description.Member("ca") is not { Kind: EcmaKind.String, Text.Length: > 0 } authority || !IsText(authority)
            || !TryBytes(description.Member("publickey"), Signing.PublicKeyBytes, out var publicKey)
            || !TryTexts(description.Member("names"), out var names)
            || !TryTexts(description.Member("ips"), out var ips)
            || !TryTexts(description.Member("macs"), out var macs)
            || (description.Member("gid") is { } gid && !IsText(gid)))
        {
            return null;
        }

        return new Certificate
        {
            Type = type,
            NotAfterMs = notAfter,
            SignedAtMs = signedAt,
            Authority = authority.Text,
            PublicKey = publicKey,
            Names = names,
            Ips = ips,
            Macs = macs,
            Gid = description.Member("gid")?.Text,
            Signature = signature,
            SignedBytes = EcmaWriter.ToUtf8(description),
        };
    }

    private static bool IsVersion(EcmaValue? value) =>
        value is { Kind: EcmaKind.String } && string.Equals(value.Text, Version, StringComparison.Ordinal);

    private static bool TryTime(EcmaValue? value, out long ms)
    {
        ms = 0;
        if (value is not { Kind: EcmaKind.Number }
            || value.Number is not (>= 0 and <= CertificateLimits.MaxTimeMs)
            || value.Number != Math.Floor(value.Number))
        {
            return false;
        }

        ms = (long)value.Number;
        return true;
    }

    // Absent is allowed: self-signed certificates have no lists, and version 1.0.4 of the reference command writes no MAC addresses.
    private static bool TryTexts(EcmaValue? value, out IReadOnlyList<string> texts)
    {
        texts = [];
        if (value is null)
        {
            return true;
        }

        if (value.Kind != EcmaKind.Array || value.Items.Count > CertificateLimits.MaxEntries || !value.Items.All(IsText))
        {
            return false;
        }

        texts = [.. value.Items.Select(item => item.Text).Where(text => text.Length > 0)];
        return true;
    }

    // No control characters, and no lone surrogates (which enumerate as the replacement character): these texts are shown to people.
    private static bool IsText(EcmaValue value) =>
        value.Kind == EcmaKind.String
        && value.Text.Length <= CertificateLimits.MaxTextLength
        && !value.Text.Any(char.IsControl)
        && !value.Text.EnumerateRunes().Contains(Rune.ReplacementChar);
}
