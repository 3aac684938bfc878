using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sws.Gateway.Api;

/// <summary>
/// Access tokens: JSON Web Tokens (RFC 7519) signed with HMAC-SHA-256, as the Web PubSub SDKs make them. The audience is
/// the URL of the request, or one that it lies below.
/// </summary>
internal static class AccessToken
{
    /// <summary>The longest token that is looked at.</summary>
    public const int MaxLength = 4096;

    private const int MaxSubject = 64;

    // Between this clock and that of whoever made the token.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    /// <summary>Makes a token.</summary>
    /// <param name="key">The access key.</param>
    /// <param name="audience">The URL it is for; it is good for everything below it, too.</param>
    /// <param name="subject">Who uses it, for the audit log.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="lifetime">How long it is good.</param>
    public static string Create(AccessKey key, Uri audience, string subject, DateTimeOffset now, TimeSpan lifetime)
    {
        byte[] payload = JsonSerializer.SerializeToUtf8Bytes(new
        {
            aud = audience.GetLeftPart(UriPartial.Path),
            sub = subject,
            iat = now.ToUnixTimeSeconds(),
            exp = (now + lifetime).ToUnixTimeSeconds(),
        });
        string signed = $"{Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8)}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key.Bytes, Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>Checks a token: the signature first, in constant time, then what it says.</summary>
    /// <param name="key">The access key.</param>
    /// <param name="token">The token, from whoever asks.</param>
    /// <param name="authority">Host and port that the request names.</param>
    /// <param name="path">The request's path.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="subject">Who asks; <c>access-key</c> when the token does not say.</param>
    /// <returns>Null when it is good, else why not: a constant.</returns>
    public static string? Verify(AccessKey key, string token, string authority, string path, DateTimeOffset now, out string subject)
    {
        subject = "access-key";
        string[] parts = token.Length <= MaxLength ? token.Split('.') : [];
        if (parts.Length != 3
            || !TryDecode(parts[0], out byte[] header) || !TryDecode(parts[1], out byte[] payload) || !TryDecode(parts[2], out byte[] signature))
        {
            return "The token is malformed";
        }

        byte[] expected = HMACSHA256.HashData(key.Bytes, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        if (!CryptographicOperations.FixedTimeEquals(expected, signature))
        {
            return "The signature is invalid";
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(header, Strict);
            using JsonDocument claims = JsonDocument.Parse(payload, Strict);
            return IsHs256(json.RootElement) ? CheckClaims(claims.RootElement, authority, path, now, ref subject) : "The signature is invalid";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is for strings that are no text, such as half of a surrogate pair: they parse, and fail when they are read.
            return "The token is malformed";
        }
    }

    private static string? CheckClaims(JsonElement claims, string authority, string path, DateTimeOffset now, ref string subject)
    {
        if (claims.ValueKind != JsonValueKind.Object || !TryTime(claims, "exp", out double? expires) || !TryTime(claims, "nbf", out double? notBefore))
        {
            return "The token is malformed";
        }

        double seconds = now.ToUnixTimeMilliseconds() / 1000.0;
        if (expires is null)
        {
            return "The token has no expiry";
        }

        if (expires <= seconds - Skew.TotalSeconds || notBefore > seconds + Skew.TotalSeconds)
        {
            return "The token is not valid now";
        }

        if (!claims.TryGetProperty("aud", out JsonElement audience) || !IsFor(audience, authority, path))
        {
            return "The token is for another URL";
        }

        if (claims.TryGetProperty("sub", out JsonElement name) && name.ValueKind == JsonValueKind.String && IsPlain(name.GetString()!))
        {
            subject = name.GetString()!;
        }

        return null;
    }

    private static bool IsFor(JsonElement audience, string authority, string path) => audience.ValueKind switch
    {
        JsonValueKind.String => IsFor(audience.GetString()!, authority, path),
        JsonValueKind.Array => audience.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && IsFor(one.GetString()!, authority, path)),
        _ => false,
    };

    // The scheme is left out: behind a proxy that ends TLS this side sees another one than whoever made the token.
    private static bool IsFor(string audience, string authority, string path)
    {
        if (!Uri.TryCreate(audience, UriKind.Absolute, out Uri? url) || !Uri.TryCreate($"{url.Scheme}://{authority}", UriKind.Absolute, out Uri? host))
        {
            return false;
        }

        string below = url.AbsolutePath.TrimEnd('/');
        return url.Authority.Equals(host.Authority, StringComparison.OrdinalIgnoreCase)
            && below.Length > 0
            && path.StartsWith(below, StringComparison.Ordinal)
            && (path.Length == below.Length || path[below.Length] == '/');
    }

    private static bool IsHs256(JsonElement header) =>
        header.ValueKind == JsonValueKind.Object
        && header.TryGetProperty("alg", out JsonElement algorithm)
        && algorithm.ValueKind == JsonValueKind.String
        && algorithm.ValueEquals("HS256"u8);

    private static bool TryTime(JsonElement claims, string name, out double? seconds)
    {
        seconds = null;
        if (!claims.TryGetProperty(name, out JsonElement claim))
        {
            return true;
        }

        if (claim.ValueKind != JsonValueKind.Number || !claim.TryGetDouble(out double value))
        {
            return false;
        }

        seconds = value;
        return true;
    }

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : [];
        return bytes.Length > 0;
    }

    private static bool IsPlain(string name) =>
        name.Length is > 0 and <= MaxSubject && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or '@');
}
