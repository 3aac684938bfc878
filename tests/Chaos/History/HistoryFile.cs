using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sws.Chaos.History;

/// <summary>Histories as JSON, one event a line, so that <c>grep</c> and <c>jq</c> read them.</summary>
internal static class HistoryFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    // Kind and time are written even where they are the default.
    private static readonly JsonSerializerOptions Exact = new(Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static string Line(HistoryEvent happened) =>
        JsonSerializer.Serialize(happened, happened.Kind == EventKind.Opened || happened.At == 0 ? Exact : Options);

    public static void Write(string path, IEnumerable<HistoryEvent> events) => File.WriteAllLines(path, events.Select(Line));

    /// <exception cref="JsonException">A line is not an event.</exception>
    public static HistoryEvent[] Read(string path) =>
    [
        .. File.ReadLines(path)
            .Where(line => line.Length > 0)
            .Select(line => JsonSerializer.Deserialize<HistoryEvent>(line, Options) ?? throw new JsonException("null is no event")),
    ];
}
