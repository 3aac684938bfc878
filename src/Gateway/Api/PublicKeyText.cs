using System.Buffers.Text;

namespace Sws.Gateway.Api;

/// <summary>A client's public key as the routes take it: base64url of 32 bytes.</summary>
internal static class PublicKeyText
{
    private const int KeyBytes = 32;

    /// <summary>Whether a text is a key. Exactly one spelling is: another one would be stored and match nobody.</summary>
    public static bool Is(string text) =>
        Base64Url.IsValid(text, out int length) && length == KeyBytes && Base64Url.EncodeToString(Base64Url.DecodeFromChars(text)) == text;
}
