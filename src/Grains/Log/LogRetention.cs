namespace Sws.Grains.Log;

/// <summary>How much of a stream is kept.</summary>
/// <param name="Messages">At most this many.</param>
/// <param name="Age">None older than this.</param>
internal readonly record struct LogRetention(int Messages, TimeSpan Age);
