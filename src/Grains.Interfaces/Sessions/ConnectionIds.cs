using System.Buffers.Text;
using System.Security.Cryptography;

namespace Sws.Grains.Interfaces.Sessions;

/// <summary>
/// Connection ids: the keys of <see cref="ISessionGrain"/>. What a peer calls one becomes the key of a grain, and stands in what
/// Orleans says of a call to it, only when it looks like one.
/// </summary>
public static class ConnectionIds
{
    // 128 random bits: an id that cannot be guessed, in 22 characters.
    private const int Bytes = 16;
    private const int Characters = 22;

    /// <summary>Makes a new one.</summary>
    public static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Whether some text could have been made here.</summary>
    public static bool IsOne(string text) =>
        text.Length == Characters && Base64Url.IsValid(text, out int bytes) && bytes == Bytes;
}
