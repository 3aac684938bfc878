using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Sws.Protocol.Handshake;

namespace Sws.Protocol.Tests.Handshake;

public sealed class JsonScannerTests
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = HandshakeLimits.MaxJsonDepth, AllowDuplicateProperties = false };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Scan_RandomTexts_AcceptsExactlyWhatSystemTextJsonAccepts(int seed)
    {
        var texts = new RandomJson(seed);
        int accepted = 0;
        const int runs = 4_000;
        for (int i = 0; i < runs; i++)
        {
            byte[] text = texts.Next();
            bool? expected = SystemAccepts(text);
            bool actual = Accepts(text);
            Assert.True(expected is null || expected == actual, $"{(actual ? "accepted" : "refused")}: {Encoding.UTF8.GetString(text)}");
            accepted += actual ? 1 : 0;
        }

        Assert.InRange(accepted, runs / 5, runs * 4 / 5);
    }

    [Theory]
    [InlineData("""{"a":1.5e3 ,"b":2}""", "1.5e3")]
    [InlineData("""{"a": [1, {"b" : 2}] }""", """[1, {"b" : 2}]""")]
    [InlineData("""{"a":"\"}"}""", "\"\\\"}\"")]
    [InlineData("""{"a": null}""", "null")]
    public void TryReadValue_AnyKind_GivesItAsWritten(string text, string expected)
    {
        var scanner = new JsonScanner(Encoding.UTF8.GetBytes(text));
        var keys = default(JsonKeySet);
        bool first = true;

        Assert.True(scanner.TryEnterObject());
        Assert.True(scanner.TryNextMember(ref keys, ref first, out ReadOnlySpan<byte> key));
        Assert.Equal("a"u8, key);
        Assert.True(scanner.TryReadValue(out ReadOnlySpan<byte> raw));
        Assert.Equal(expected, Encoding.UTF8.GetString(raw));
    }

    [Theory]
    [InlineData("{\"a\":1,\"a\":2}", (int)JsonFault.DuplicateKey)]
    [InlineData("{\"a\":[[[[[[[[1]]]]]]]]}", (int)JsonFault.TooDeep)]
    [InlineData("{\"a\":1,\"a\":}", (int)JsonFault.DuplicateKey)]
    [InlineData("{\"a\":}", (int)JsonFault.NotJson)]
    public void Fault_FirstOne_Stays(string text, int expected)
    {
        var scanner = new JsonScanner(Encoding.UTF8.GetBytes(text));
        _ = ReadAll(ref scanner);

        Assert.Equal((JsonFault)expected, scanner.Fault);
        Assert.False(scanner.TryEnterObject());
        Assert.False(scanner.TryEnd());
        Assert.Equal((JsonFault)expected, scanner.Fault);
    }

    // Null where it gives no answer: a lone surrogate in a key makes its search for duplicates throw.
    private static bool? SystemAccepts(byte[] text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool Accepts(byte[] text)
    {
        Assert.True(Utf8.IsValid(text));
        var scanner = new JsonScanner(text);
        return ReadAll(ref scanner);
    }

    // Byte arrays take the short way where they can, as in the handshake.
    private static bool ReadAll(ref JsonScanner scanner)
    {
        var keys = default(JsonKeySet);
        bool first = true;
        Span<byte> bytes = stackalloc byte[8];
        _ = scanner.TryEnterObject();
        while (scanner.TryNextMember(ref keys, ref first, out _))
        {
            _ = scanner.TryReadBytes(bytes, out _) || scanner.TryReadValue(out _);
        }

        return scanner.TryEnd();
    }
}
