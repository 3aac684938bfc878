namespace Sws.Grains.Interfaces.Trust;

/// <summary>Who changed what is trusted, when and why.</summary>
/// <param name="By">The operator, as the access token names it.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why, in the operator's words; null when nothing was said.</param>
[GenerateSerializer, Immutable, Alias("sws.change-note")]
public sealed record ChangeNote([property: Id(0)] string By, [property: Id(1)] DateTimeOffset At, [property: Id(2)] string? Reason);
