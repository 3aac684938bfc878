using System.Text;

namespace Sws.Protocol.Tests.Handshake;

/// <summary>Random texts that are JSON, nearly JSON, or made of JSON's tokens. The same seed gives the same texts.</summary>
internal sealed class RandomJson(int seed)
{
    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\"a\"", "\"\\u0061\"", "\"b\"", "\"opc\"", "\"nonce\"", "\\", "\\u", "0", "1", "2", "-", "12", "255", "256", ".5",
        "e", "E+1", "1e-2", "true", "false", "null", " ", "\n", "\t", "é", "😀", "\"\\ud83d\"", "\u0001", "[1,2,3,4,5,6,7,8]", "{}", "{\"a\":",
    ];

    private static readonly string[] Keys =
        ["a", "b", "\\u0061", "opc", "version", "nonce", "client_public_key", "s_blackbox_a", "é", "\\u00e9", "\\n", "", "\\ud83d\\ude00", "😀"];

    private readonly Random _random = new(seed);

    internal byte[] Next() => Encoding.UTF8.GetBytes(_random.Next(4) switch
    {
        0 => Soup(),
        1 => Object(0),
        2 => Mutate(Object(0)),
        _ => Mutate(Hello()),
    });

    private string Soup() => string.Concat(Enumerable.Range(0, _random.Next(1, 16)).Select(_ => Pick(Tokens)));

    private string Hello() =>
        $$"""{"opc":{{_random.Next(4)}},"version":{{_random.Next(4)}},"client_public_key":{{Bytes(32)}},"nonce":{{Bytes(8)}},"s_blackbox_a":{{Bytes(56)}}}""";

    private string Bytes(int count) => $"[{string.Join(',', Enumerable.Range(0, count).Select(_ => _random.Next(256)))}]";

    private string Mutate(string text)
    {
        var builder = new StringBuilder(text);
        for (int i = _random.Next(1, 4); i > 0 && builder.Length > 0; i--)
        {
            int at = _random.Next(builder.Length);
            _ = _random.Next(3) switch
            {
                0 => builder.Remove(at, Math.Min(_random.Next(1, 4), builder.Length - at)),
                1 => builder.Insert(at, Pick(Tokens)),
                _ => builder.Replace(builder[at], (char)_random.Next(1, 127), at, 1),
            };
        }

        return builder.ToString();
    }

    private string Value(int depth) => _random.Next(depth > 9 ? 5 : 8) switch
    {
        0 => _random.Next(-300, 300).ToString(System.Globalization.CultureInfo.InvariantCulture),
        1 => Pick(["0", "-0", "1.50", "2E5", "3e+07", "-1.5e-3", "123456789012345678901234567890"]),
        2 => Pick(["true", "false", "null"]),
        3 => $"\"{Pick(Keys)}{Pick(["", "\\\\", "\\\"", "\\/", "\\b\\f\\r\\t", "\\uD800", "/"])}\"",
        4 => Bytes(_random.Next(10)),
        5 => $"[{Space()}{string.Join(',', Enumerable.Range(0, _random.Next(3)).Select(_ => Value(depth + 1)))}{Space()}]",
        _ => Object(depth + 1),
    };

    private string Object(int depth) =>
        $"{{{Space()}{string.Join(',', Enumerable.Range(0, _random.Next(4)).Select(_ => $"{Space()}\"{Pick(Keys)}\"{Space()}:{Space()}{Value(depth)}"))}}}{Space()}";

    private string Space() => _random.Next(6) == 0 ? Pick([" ", "\n", "\r\n", "\t "]) : string.Empty;

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];
}
