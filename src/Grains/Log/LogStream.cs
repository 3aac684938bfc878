namespace Sws.Grains.Log;

/// <summary>Names one stream of the log.</summary>
/// <param name="Hub">The hub.</param>
/// <param name="Kind">What the stream belongs to.</param>
/// <param name="Name">Name of the group, or id of the user.</param>
internal readonly record struct LogStream(string Hub, LogStreamKind Kind, string Name)
{
    /// <summary>The name in one string; a hub's name holds no line feed.</summary>
    public string Key => string.Concat(Hub, Kind == LogStreamKind.Group ? "\ng\n" : "\nu\n", Name);
}
