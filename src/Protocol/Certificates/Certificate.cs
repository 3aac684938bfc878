using System.Security.Cryptography;
using System.Text;

namespace Sws.Protocol.Certificates;

/// <summary>A NaCl certificate, version 1.0: who holds which key, and until when, signed with Ed25519.</summary>
/// <remarks>
/// Parsing proves the shape only. Trust comes from <see cref="TrustStore"/>, and every property here is read from the very tree whose
/// canonical form is <see cref="SignedBytes"/>. Reference: <see href="https://github.com/InstantWebP2P/nacl-cert"/>.
/// </remarks>
public sealed class Certificate
{
    private const long LastDateMs = 253_402_300_799_999;

    internal Certificate()
    {
    }

    /// <summary>Whose certificate this is.</summary>
    public required CertificateType Type { get; init; }

    /// <summary>The moment from which it is invalid (<c>tte</c>), in milliseconds since 1970.</summary>
    public required long NotAfterMs { get; init; }

    /// <summary><see cref="NotAfterMs"/> as a date; the last moment of the year 9999 for anything later.</summary>
    public DateTimeOffset NotAfter => Date(NotAfterMs);

    /// <summary>The authority's name (<c>ca</c>); its own name in a self-signed certificate.</summary>
    public required string Authority { get; init; }

    /// <summary>32 bytes: X25519 in an end certificate, Ed25519 in a self-signed one.</summary>
    public required ReadOnlyMemory<byte> PublicKey { get; init; }

    /// <summary>Host or device names. Empty entries, which the reference command writes for an empty option, are left out.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>IP addresses as text. Empty entries are left out.</summary>
    public required IReadOnlyList<string> Ips { get; init; }

    /// <summary>MAC addresses as text. Empty entries are left out.</summary>
    public required IReadOnlyList<string> Macs { get; init; }

    /// <summary>The id the authority gave it (a UUID as a rule), or null.</summary>
    public required string? Gid { get; init; }

    /// <summary>When it was signed (<c>signtime</c>), in milliseconds since 1970.</summary>
    public required long SignedAtMs { get; init; }

    /// <summary><see cref="SignedAtMs"/> as a date.</summary>
    public DateTimeOffset SignedAt => Date(SignedAtMs);

    /// <summary>64 bytes: Ed25519 over <see cref="SignedBytes"/>.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>UTF-8 of the description as JavaScript prints it: <c>JSON.stringify(desc)</c>.</summary>
    public required ReadOnlyMemory<byte> SignedBytes { get; init; }

    /// <summary>SHA-256 of <see cref="SignedBytes"/> in lower-case hexadecimal: its name in logs and revocation lists.</summary>
    public string Fingerprint => field ??= Convert.ToHexStringLower(SHA256.HashData(SignedBytes.Span));

    /// <summary>Reads a certificate's JSON.</summary>
    /// <param name="utf8Json">From a peer or a file; over <see cref="CertificateLimits.MaxBytes"/> is malformed.</param>
    /// <param name="certificate">The certificate, or null.</param>
    /// <param name="error"><see cref="CertificateError.Malformed"/> or <c>WrongType</c> when the result is false.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8Json, out Certificate? certificate, out CertificateError error)
    {
        certificate = null;
        error = CertificateReader.TryParseFile(utf8Json, out var root)
            ? CertificateReader.Read(root!, out certificate)
            : CertificateError.Malformed;
        return error == CertificateError.None;
    }

    /// <summary>The certificate file: what <see cref="TryParse"/> reads, in canonical form.</summary>
    public string ToJson()
    {
        var signature = new StringBuilder().AppendJoin(',', Signature.ToArray());
        return $$$"""{"desc":{{{Encoding.UTF8.GetString(SignedBytes.Span)}}},"sign":{"signature":[{{{signature}}}]}}""";
    }

    /// <summary>The type and the fingerprint: nothing a peer could have chosen.</summary>
    public override string ToString() => $"{Type} {Fingerprint}";

    private static DateTimeOffset Date(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(ms, LastDateMs));
}
