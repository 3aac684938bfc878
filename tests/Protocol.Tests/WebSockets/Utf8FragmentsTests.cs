using System.Text.Unicode;
using Sws.Protocol.WebSockets;

namespace Sws.Protocol.Tests.WebSockets;

public sealed class Utf8FragmentsTests
{
    // One or more of every class of bytes that RFC 3629 tells apart.
    private static readonly byte[] Classes =
    [
        0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
        0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8, 0xFF,
    ];

    [Fact]
    public void IsValid_EverySequenceOfThreeInEveryCut_AgreesWithTheWhole()
    {
        foreach (var text in Products(3))
        {
            var expected = Utf8.IsValid(text);
            for (var mask = 0; mask < 1 << (text.Length - 1); mask++)
            {
                Assert.True(expected == InPieces(text, mask), $"{Convert.ToHexString(text)} cut by {mask:b}");
            }
        }
    }

    [Fact]
    public void IsValid_FourBytesByteByByte_AgreesWithTheWhole()
    {
        foreach (var lead in (byte[])[0xEF, 0xF0, 0xF1, 0xF4, 0xF5])
        {
            foreach (var rest in Products(3).Where(rest => rest.Length == 3))
            {
                byte[] text = [lead, .. rest];
                Assert.True(Utf8.IsValid(text) == InPieces(text, 0b111), Convert.ToHexString(text));
            }
        }
    }

    // Fails fast: what passes as a beginning can still become a text.
    [Fact]
    public void IsValid_Beginning_PassesExactlyWhenItCanBeCompleted()
    {
        byte[][] endings = [[], .. Products(3).Where(ending => ending.All(value => value is 0x80 or 0x90 or 0xA0 or 0xBF))];
        foreach (var text in Products(3))
        {
            var canEnd = endings.Any(ending => Utf8.IsValid([.. text, .. ending]));
            Assert.True(canEnd == Utf8Fragments.IsValid(text, text.Length, final: false), Convert.ToHexString(text));
        }
    }

    [Fact]
    public void IsValid_NothingAdded_JudgesTheCutCharacter()
    {
        Assert.True(Utf8Fragments.IsValid([], 0, final: true));
        Assert.True(Utf8Fragments.IsValid([0xC3], 0, final: false));
        Assert.False(Utf8Fragments.IsValid([0xC3], 0, final: true));
        Assert.True(Utf8Fragments.IsValid([0xC3, 0xBC], 0, final: true));
    }

    /// <summary>Checks piece by piece, as the reader does; bit i of the mask cuts behind byte i.</summary>
    private static bool InPieces(byte[] text, int mask)
    {
        var from = 0;
        for (var end = 1; end <= text.Length; end++)
        {
            var final = end == text.Length;
            if (!final && (mask & (1 << (end - 1))) == 0)
            {
                continue;
            }
            if (!Utf8Fragments.IsValid(text.AsSpan(0, end), end - from, final))
            {
                return false;
            }
            from = end;
        }
        return true;
    }

    private static List<byte[]> Products(int longest)
    {
        List<byte[]> products = [[]];
        var shorter = products.ToArray();
        for (var length = 1; length <= longest; length++)
        {
            shorter = [.. shorter.SelectMany(_ => Classes, (product, value) => (byte[])[.. product, value])];
            products.AddRange(shorter);
        }
        return products;
    }
}
