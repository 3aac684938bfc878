using System.Diagnostics.CodeAnalysis;
using Sws.Protocol.Crypto;

namespace Sws.LoadGen.Connections;

/// <summary>A server's public key as written on a command line.</summary>
internal static class PinnedKey
{
    /// <summary>Parses 32 bytes of base64, base64url or hexadecimal.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out byte[]? key)
    {
        try
        {
            key = text.Length == BoxKeyPair.KeyBytes * 2
                ? Convert.FromHexString(text)
                : Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));
        }
        catch (FormatException)
        {
            key = null;
        }

        return key is { Length: BoxKeyPair.KeyBytes };
    }
}
