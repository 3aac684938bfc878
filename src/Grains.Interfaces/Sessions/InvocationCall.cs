namespace Sws.Grains.Interfaces.Sessions;

/// <summary>An invocation of one client by another.</summary>
/// <param name="CallerConnectionId">The session that waits for the answer.</param>
/// <param name="CallerInvocationId">The id that the caller chose.</param>
/// <param name="CallerUserId">The caller's user id.</param>
/// <param name="Data">The argument.</param>
/// <param name="Event">What the caller calls it, or null.</param>
[GenerateSerializer, Immutable, Alias("sws.invocation-call")]
public sealed record InvocationCall(
    [property: Id(0)] string CallerConnectionId,
    [property: Id(1)] string CallerInvocationId,
    [property: Id(2)] string? CallerUserId,
    [property: Id(3)] Payload Data,
    [property: Id(4)] string? Event);
