using System.Globalization;
using System.Text;
using Sws.Protocol.Certificates;

namespace Sws.Protocol.Tests.Certificates;

public sealed class EcmaCanonicalFormTests
{
    private const int MaxDepth = 64;

    private const string ReferenceScript = """
        const lines = require('fs').readFileSync(0, 'utf8').trimEnd().split('\n');
        console.log(lines.map(line => {
          try { return Buffer.from(JSON.stringify(JSON.parse(Buffer.from(line, 'base64').toString())), 'utf8').toString('base64'); }
          catch { return '!'; }
        }).join('\n'));
        """;

    [Theory]
    [InlineData("""{"b":1,"10":2}""", """{"10":2,"b":1}""")]
    [InlineData("""{"b":1,"10":2,"9":3,"4294967295":4,"4294967294":5,"01":6}""", """{"9":3,"10":2,"4294967294":5,"b":1,"4294967295":4,"01":6}""")]
    [InlineData("""{"a":1,"b":2,"a":3}""", """{"a":3,"b":2}""")]
    [InlineData("""[1.0,1e21,-0,1e-7,12345678901234567890,1E400]""", """[1,1e+21,0,1e-7,12345678901234567000,null]""")]
    [InlineData("\"é<>&'+\\/\u2028\"", "\"é<>&'+/\u2028\"")]
    [InlineData("\"\\ud83d\\ude00\"", "\"😀\"")]
    [InlineData("\"\\uD800 \\u0001 \\u0022\"", "\"\\ud800 \\u0001 \\\"\"")]
    [InlineData(" { \"a\" : [ ] } ", """{"a":[]}""")]
    public void ToText_KnownDocument_IsWhatJavaScriptPrints(string json, string expected) =>
        Assert.Equal(expected, Canonical(json));

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("+1")]
    [InlineData("1e")]
    [InlineData("NaN")]
    [InlineData("[1,]")]
    [InlineData("""{"a":1,}""")]
    [InlineData("{'a':1}")]
    [InlineData("\"\t\"")]
    [InlineData("\"\\x41\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"open")]
    [InlineData("{}{}")]
    [InlineData("\ufeff{}")]
    [InlineData("// c\n1")]
    public void TryParse_NotJson_IsRefused(string json) => Assert.Null(Canonical(json));

    [Fact]
    public void TryParse_NotUtf8_IsRefused() =>
        Assert.False(EcmaParser.TryParse([(byte)'"', 0xC3, 0x28, (byte)'"'], MaxDepth, refuseDuplicates: false, out _));

    [Theory]
    [InlineData("""{"a":1,"a":1}""")]
    [InlineData("""{"a":1,"\u0061":1}""")]
    [InlineData("""[{"x":{"1":1,"1":1}}]""")]
    public void TryParse_DuplicatesRefused_RefusesThem(string json) =>
        Assert.False(EcmaParser.TryParse(Encoding.UTF8.GetBytes(json), MaxDepth, refuseDuplicates: true, out _));

    [Theory]
    [InlineData(7, true)]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void TryParse_NestedToDepth_IsBounded(int depth, bool accepted)
    {
        var json = new string('[', depth) + new string(']', depth);

        Assert.Equal(accepted, EcmaParser.TryParse(Encoding.UTF8.GetBytes(json), 8, refuseDuplicates: true, out _));
    }

    [Fact]
    public async Task ToText_RandomDocuments_MatchesNode()
    {
        var generator = new JsonGenerator(seed: 20_250_611);
        var documents = new List<string>();
        documents.AddRange(Enumerable.Range(0, 20_000).Select(_ => generator.Document()));
        documents.AddRange(Enumerable.Range(0, 10_000).Select(_ => generator.Damaged()));
        documents.AddRange(LongNumbers());

        var input = string.Join('\n', documents.Select(document => Convert.ToBase64String(Encoding.UTF8.GetBytes(document))));
        var expected = (await NodeScript.RunAsync(ReferenceScript, input)).TrimEnd().Split('\n');

        Assert.Equal(documents.Count, expected.Length);
        Assert.All(documents.Zip(expected), pair => Assert.Equal(
            pair.Second == "!" ? "refused" : Encoding.UTF8.GetString(Convert.FromBase64String(pair.Second)),
            Canonical(pair.First) ?? "refused"));
        Assert.InRange(expected.Count(line => line == "!"), 2_000, 12_000);
    }

    /// <summary>Exponents and digits far outside a double's range, which cancel each other out.</summary>
    private static IEnumerable<string> LongNumbers()
    {
        foreach (var length in new[] { 30, 400, 800, 1_200, 2_000, 12_000 })
        {
            var zeros = new string('0', length);
            var exponent = length.ToString(CultureInfo.InvariantCulture);
            yield return $"0.{zeros}1e{exponent}";
            yield return $"1{zeros}e-{exponent}";
            yield return $"1.{zeros}1";
            yield return $"9007199254740992.{zeros}1";
            yield return $"9007199254740993.{zeros}";
            yield return $"9007199254740993.{zeros}1";
            yield return $"1{zeros}";
        }
    }

    private static string? Canonical(string json) =>
        EcmaParser.TryParse(Encoding.UTF8.GetBytes(json), MaxDepth, refuseDuplicates: false, out var value) ? EcmaWriter.ToText(value!) : null;
}
