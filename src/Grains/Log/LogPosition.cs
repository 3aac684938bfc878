namespace Sws.Grains.Log;

/// <summary>A place in a stream.</summary>
/// <param name="Epoch">The life of the stream.</param>
/// <param name="Offset">Offset of the last message that somebody has; 0 when none.</param>
internal readonly record struct LogPosition(string Epoch, ulong Offset);
