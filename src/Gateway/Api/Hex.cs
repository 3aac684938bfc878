namespace Sws.Gateway.Api;

/// <summary>The notation of fingerprints and ids.</summary>
internal static class Hex
{
    /// <summary>Whether a text is that many bytes in lower-case hexadecimal.</summary>
    public static bool Is(string? text, int bytes) => text?.Length == bytes * 2 && text.All(char.IsAsciiHexDigitLower);
}
