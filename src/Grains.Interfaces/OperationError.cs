namespace Sws.Grains.Interfaces;

/// <summary>Why an operation that a client asked for was not carried out.</summary>
/// <param name="Name">Stable name, e.g. <c>Forbidden</c>; see <see cref="OperationErrors"/>.</param>
/// <param name="Message">One sentence for a person. Holds no bytes of a peer.</param>
/// <param name="Code">Stable number, grouped as HTTP status codes are.</param>
/// <param name="Temporary">True when trying again later may help.</param>
[GenerateSerializer, Immutable, Alias("sws.operation-error")]
public sealed record OperationError(
    [property: Id(0)] string Name,
    [property: Id(1)] string Message,
    [property: Id(2)] int Code,
    [property: Id(3)] bool Temporary);
