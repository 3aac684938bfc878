using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sws.LoadGen.Workers;

/// <summary>
/// Authenticates the lines of a connection between controller and agent: HMAC-SHA256 over direction, line number and text.
/// It keeps strangers from starting or altering runs. It hides nothing; a run holds no secrets.
/// </summary>
internal sealed class LineSeal(byte[] key, bool isController)
{
    private const int MacChars = 64;

    private long _sent;
    private long _received;

    /// <summary>The line as it travels.</summary>
    public string Seal(string line) => Mac(isController, _sent++, line) + line;

    /// <summary>The line without its seal; null when the seal is wrong.</summary>
    public string? Open(string sealedLine)
    {
        if (sealedLine.Length < MacChars)
        {
            return null;
        }

        var line = sealedLine[MacChars..];
        var expected = Mac(!isController, _received++, line);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(sealedLine[..MacChars])) ? line : null;
    }

    private string Mac(bool fromController, long number, string line)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{(fromController ? 'c' : 'a')} {number} {line}");
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }
}
