namespace Sws.Grains.Log;

/// <summary>What became of one record.</summary>
/// <param name="Offset">Where it is stored.</param>
/// <param name="IsDuplicate">Whether it was stored before, by an earlier call or earlier in the same one.</param>
internal readonly record struct LogOutcome(ulong Offset, bool IsDuplicate);
