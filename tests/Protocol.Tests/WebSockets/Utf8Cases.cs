using System.Text;

namespace Sws.Protocol.Tests.WebSockets;

/// <summary>Section 6: what is UTF-8 and what is not, in one frame, in fragments of one byte and cut at every place.</summary>
internal static class Utf8Cases
{
    /// <summary>The sequences of sections 6.5 to 6.23, by id.</summary>
    public static readonly IReadOnlyDictionary<string, (bool Valid, byte[] Bytes)> Sequences = Collect();

    public static IEnumerable<ConformanceCase> All() => [.. Empty(), .. Splits(), .. FailFast(), .. Sequences.SelectMany(Variants)];

    private static IEnumerable<ConformanceCase> Empty() =>
    [
        new("6.1.1", "empty text", [TestFrame.Text("")], [Received.Text("")]),
        new("6.1.2", "three empty fragments",
            [TestFrame.Text("", fin: false), TestFrame.More(""), TestFrame.Last("")], [Received.Text("")]),
        new("6.1.3", "empty fragments around one",
            [TestFrame.Text("", fin: false), TestFrame.More("x"), TestFrame.Last("")], [Received.Text("x")]),
    ];

    private static IEnumerable<ConformanceCase> Splits()
    {
        var text = Encoding.UTF8.GetBytes("Grüße κόσμε 水 𤭢!");
        byte[] broken = [.. Encoding.UTF8.GetBytes("κόσμε"), 0xED, 0xA0, 0x80, .. "edited"u8];
        yield return new("6.2.1", "valid text in one frame", [TestFrame.Text(text)], [Received.Text(text)]);
        yield return new("6.2.2", "valid text cut between characters",
            [TestFrame.Text(text[..4], fin: false), TestFrame.Last(text[4..])], [Received.Text(text)]);
        yield return new("6.2.3", "valid text in bytes", TestFrame.Fragmented(1, text, 1), [Received.Text(text)]);
        for (var at = 0; at <= text.Length; at++)
        {
            yield return new($"6.2.4 {at}", $"valid text cut at {at}",
                [TestFrame.Text(text[..at], fin: false), TestFrame.More(""), TestFrame.Ping([0xFF]), TestFrame.Last(text[at..])],
                [Received.Ping([0xFF]), Received.Text(text)]);
        }
        yield return new("6.3.1", "broken text in one frame", [TestFrame.Text(broken)], [], CloseReason.TextNotUtf8);
        yield return new("6.3.2", "broken text in bytes", TestFrame.Fragmented(1, broken, 1), [], CloseReason.TextNotUtf8);
    }

    // The reader refuses with the fragment that breaks the text: the ping behind it never surfaces.
    private static IEnumerable<ConformanceCase> FailFast()
    {
        byte[] start = Encoding.UTF8.GetBytes("κόσμε");
        byte[] beyond = [0xF4, 0x90, 0x80, 0x80];
        TestFrame[] rest = [TestFrame.Ping("never read"), TestFrame.Last("edited")];
        return
        [
            new("6.4.1", "second of three fragments is broken",
                [TestFrame.Text(start, fin: false), TestFrame.More(beyond), .. rest], [], CloseReason.TextNotUtf8),
            new("6.4.2", "second ends with the byte that breaks it",
                [TestFrame.Text([.. start, 0xF4], fin: false), TestFrame.More([0x90]), .. rest], [], CloseReason.TextNotUtf8),
            new("6.4.3", "first is broken",
                [TestFrame.Text(beyond, fin: false), .. rest], [], CloseReason.TextNotUtf8),
            new("6.4.4", "first ends with the byte that breaks it",
                [TestFrame.Text([.. start, 0xF4, 0x90], fin: false), .. rest], [], CloseReason.TextNotUtf8),
        ];
    }

    private static IEnumerable<ConformanceCase> Variants(KeyValuePair<string, (bool Valid, byte[] Bytes)> sequence)
    {
        var (id, (valid, bytes)) = (sequence.Key, sequence.Value);
        var what = $"{(valid ? "valid" : "invalid")} {Convert.ToHexString(bytes)}";
        Received[] expected = valid ? [Received.Text(bytes)] : [];
        var failure = valid ? null : CloseReason.TextNotUtf8;
        yield return new(id, what, [TestFrame.Text(bytes)], expected, failure);
        yield return new($"{id} in bytes", what, TestFrame.Fragmented(1, bytes, 1), expected, failure);
        yield return new($"{id} as binary", what, [TestFrame.Binary(bytes)], [Received.Binary(bytes)]);
    }

    private static Dictionary<string, (bool Valid, byte[] Bytes)> Collect()
    {
        var all = new Dictionary<string, (bool Valid, byte[] Bytes)>();

        void Add(int section, bool valid, params byte[][] sequences)
        {
            foreach (var bytes in sequences)
            {
                var number = 1 + all.Keys.Count(id => id.StartsWith($"6.{section}.", StringComparison.Ordinal));
                all.Add($"6.{section}.{number}", (valid, bytes));
            }
        }

        string[] words = ["hello$world", "hello¢world", "hello€world", "hello𤭢world", "κόσμε"];
        Add(5, true, [.. words.Select(Encoding.UTF8.GetBytes)]);
        var word = Encoding.UTF8.GetBytes("κό"); // Two bytes, then two bytes.
        for (var length = 1; length <= word.Length; length++)
        {
            Add(6, length % 2 == 0, word[..length]);
        }
        Add(7, true, [[0x00], [0xC2, 0x80], [0xE0, 0xA0, 0x80], [0xF0, 0x90, 0x80, 0x80]]);
        Add(8, false, [[0xF8, 0x88, 0x80, 0x80, 0x80], [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80]]);
        Add(9, true, [[0x7F], [0xDF, 0xBF], [0xEF, 0xBF, 0xBF], [0xF4, 0x8F, 0xBF, 0xBF]]);
        Add(10, false, [[0xF7, 0xBF, 0xBF, 0xBF], [0xFB, 0xBF, 0xBF, 0xBF, 0xBF], [0xFD, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF]]);
        Add(11, true, [[0xED, 0x9F, 0xBF], [0xEE, 0x80, 0x80], [0xEF, 0xBF, 0xBD], [0xF4, 0x8F, 0xBF, 0xBF]]);
        Add(11, false, [[0xF4, 0x90, 0x80, 0x80]]);
        AddBroken(Add);
        AddNonCharacters(Add);
        return all;
    }

    private static void AddBroken(Action<int, bool, byte[][]> add)
    {
        for (var count = 1; count <= 6; count++)
        {
            add(12, false, [[.. Enumerable.Range(0, count).Select(i => (byte)(i % 2 == 0 ? 0x80 : 0xBF))]]);
        }
        add(12, false, [[0xBF], [.. Enumerable.Range(0x80, 0x40).Select(i => (byte)i)]]);
        foreach (var (from, to) in ((int, int)[])[(0xC0, 0xDF), (0xE0, 0xEF), (0xF0, 0xF7), (0xF8, 0xFB), (0xFC, 0xFD)])
        {
            add(13, false, [[.. Enumerable.Range(from, to - from + 1).SelectMany(lead => (byte[])[(byte)lead, 0x20])]]);
        }
        byte[][] cut =
        [
            [0xC0], [0xE0, 0x80], [0xF0, 0x80, 0x80], [0xF8, 0x80, 0x80, 0x80], [0xFC, 0x80, 0x80, 0x80, 0x80],
            [0xDF], [0xEF, 0xBF], [0xF7, 0xBF, 0xBF], [0xFB, 0xBF, 0xBF, 0xBF], [0xFD, 0xBF, 0xBF, 0xBF, 0xBF],
        ];
        add(14, false, cut);
        add(15, false, [[.. cut.SelectMany(bytes => bytes)]]);
        add(16, false, [[0xFE], [0xFF], [0xFE, 0xFE, 0xFF, 0xFF]]);
        // A slash, the highest code point and NUL in more bytes than they need.
        add(17, false, [[0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xF0, 0x80, 0x80, 0xAF],
            [0xF8, 0x80, 0x80, 0x80, 0xAF], [0xFC, 0x80, 0x80, 0x80, 0x80, 0xAF]]);
        add(18, false, [[0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF],
            [0xF8, 0x87, 0xBF, 0xBF, 0xBF], [0xFC, 0x83, 0xBF, 0xBF, 0xBF, 0xBF]]);
        add(19, false, [[0xC0, 0x80], [0xE0, 0x80, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF8, 0x80, 0x80, 0x80, 0x80], [0xFC, 0x80, 0x80, 0x80, 0x80, 0x80]]);
        byte[][] high = [[0xED, 0xA0, 0x80], [0xED, 0xAD, 0xBF], [0xED, 0xAE, 0x80], [0xED, 0xAF, 0xBF]];
        byte[][] low = [[0xED, 0xB0, 0x80], [0xED, 0xBE, 0x80], [0xED, 0xBF, 0xBF]];
        add(20, false, [.. high, .. low]);
        add(21, false, [.. high.SelectMany(first => low, (first, second) => (byte[])[.. first, .. second])]);
    }

    private static void AddNonCharacters(Action<int, bool, byte[][]> add)
    {
        // The last two code points of every plane are no characters, and valid all the same.
        for (var plane = 0; plane <= 16; plane++)
        {
            add(22, true, [Encode((plane << 16) | 0xFFFE), Encode((plane << 16) | 0xFFFF)]);
        }
        for (var special = 0xFFF9; special <= 0xFFFF; special++)
        {
            add(23, true, [Encode(special)]);
        }
    }

    private static byte[] Encode(int codePoint) => Encoding.UTF8.GetBytes(char.ConvertFromUtf32(codePoint));
}
