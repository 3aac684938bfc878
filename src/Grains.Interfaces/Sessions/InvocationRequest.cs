namespace Sws.Grains.Interfaces.Sessions;

/// <summary>Somebody invokes this client and waits for its answer.</summary>
/// <param name="InvocationId">Names the invocation towards this client; unique in the cluster.</param>
/// <param name="FromUserId">The caller's user id.</param>
/// <param name="Data">The argument.</param>
/// <param name="Event">What the caller calls it, or null.</param>
[GenerateSerializer, Immutable, Alias("sws.invocation-request")]
public sealed record InvocationRequest([property: Id(0)] string InvocationId, [property: Id(1)] string? FromUserId, [property: Id(2)] Payload Data, [property: Id(3)] string? Event) : DirectContent;
