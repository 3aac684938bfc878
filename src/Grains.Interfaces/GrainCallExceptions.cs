namespace Sws.Grains.Interfaces;

/// <summary>Tells what a failed grain call means.</summary>
public static class GrainCallExceptions
{
    /// <summary>
    /// Whether a call has no answer: the grain could not be reached, or its answer could not. It may have been carried out. What
    /// any other exception says is the grain's own.
    /// </summary>
    /// <param name="exception">What the call threw.</param>
    /// <remarks>
    /// Orleans hands on what went wrong while it looked for the grain, which may be a cancellation: a message that expires while
    /// it waits for the grain's place is cancelled, and its caller hears of that before its own time is up.
    /// </remarks>
    public static bool MeansNoAnswer(this Exception exception) => exception is OrleansException or TimeoutException or OperationCanceledException;
}
