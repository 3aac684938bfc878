namespace Sws.Grains.Log;

/// <summary>Where a stream begins and ends.</summary>
/// <param name="Epoch">The life of the stream; another one means that it began anew.</param>
/// <param name="First">Offset of the oldest message that is kept; <paramref name="Last"/> + 1 when none is.</param>
/// <param name="Last">Offset of the newest message that was ever stored in this epoch, kept or not; 0 when none was.</param>
/// <param name="Lost">Offset of the last message that the store lost after it was acknowledged; 0 when none was.</param>
internal readonly record struct LogBounds(string Epoch, ulong First, ulong Last, ulong Lost = 0)
{
    /// <summary>Whether every message after an offset is kept.</summary>
    public bool HasAllAfter(ulong offset) => offset <= Last && offset + 1 >= First && offset >= Lost;
}
