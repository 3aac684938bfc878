namespace Sws.LoadGen.Measuring;

/// <summary>The server at one moment, over all its processes.</summary>
/// <param name="Ticks">When, on the controller's clock.</param>
/// <param name="Cpu">User and system time so far.</param>
/// <param name="RssBytes">Resident memory.</param>
/// <param name="Collections">Garbage collections so far; null when unknown.</param>
internal sealed record ServerSample(long Ticks, TimeSpan Cpu, long RssBytes, long? Collections);
