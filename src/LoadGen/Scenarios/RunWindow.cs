namespace Sws.LoadGen.Scenarios;

/// <summary>The times of one run, in clock ticks of the worker.</summary>
/// <param name="StartTicks">First message of the warm-up.</param>
/// <param name="MeasureTicks">Begin of the measured part.</param>
/// <param name="EndTicks">Nothing is sent from here on.</param>
internal readonly record struct RunWindow(long StartTicks, long MeasureTicks, long EndTicks);
