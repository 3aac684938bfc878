using System.Globalization;

namespace Sws.Testing;

/// <summary>An HTTP response as it came.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">The header lines.</param>
/// <param name="Body">The body; empty without a Content-Length.</param>
public sealed record RawResponse(int Status, IReadOnlyList<string> Headers, string Body)
{
    /// <summary>The value of a header; null when the response has none of that name.</summary>
    public string? Header(string name) =>
        Headers.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    internal static RawResponse Parse(string head)
    {
        var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return new RawResponse(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), lines[1..], "");
    }
}
