using System.Text.Unicode;

namespace Sws.Protocol.WebSockets;

/// <summary>Checks UTF-8 that arrives in pieces, each byte once, without keeping state between the pieces.</summary>
internal static class Utf8Fragments
{
    /// <summary>Checks the bytes that the last fragment added.</summary>
    /// <param name="text">All of the text so far; before the last fragment it passed this check.</param>
    /// <param name="added">How many bytes at the end are new.</param>
    /// <param name="final">Whether the text ends here, so that a character must not be cut.</param>
    public static bool IsValid(ReadOnlySpan<byte> text, int added, bool final)
    {
        var before = text.Length - added;
        var from = before - CutCharacter(text[..before]);
        var to = final ? text.Length : text.Length - CutCharacter(text);
        // A cut character may already be hopeless (E0 80, ED A0, F4 90 or C0): its lead and second byte decide that.
        return Utf8.IsValid(text[from..to]) && (to == text.Length || MayBecomeValid(text[to..]));
    }

    /// <summary>The length of the character at the end whose bytes are not all there yet: 0 to 3.</summary>
    private static int CutCharacter(ReadOnlySpan<byte> text)
    {
        var most = Math.Min(3, text.Length);
        for (var back = 1; back <= most; back++)
        {
            var lead = text[^back];
            if ((lead & 0xC0) == 0x80)
            {
                continue;
            }
            var needed = lead switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
            return needed > back ? back : 0;
        }
        return 0;
    }

    // RFC 3629, section 4: the table of well-formed sequences differs from "lead plus tails" only in the second byte.
    private static bool MayBecomeValid(ReadOnlySpan<byte> cut)
    {
        var (low, high) = cut[0] switch
        {
            < 0xC2 or > 0xF4 => (0xFF, 0x00),
            0xE0 => (0xA0, 0xBF),
            0xED => (0x80, 0x9F),
            0xF0 => (0x90, 0xBF),
            0xF4 => (0x80, 0x8F),
            _ => (0x80, 0xBF),
        };
        return low <= high && (cut.Length < 2 || (cut[1] >= low && cut[1] <= high));
    }
}
