namespace Sws.Grains.Interfaces.Trust;

/// <summary>A role that was given or taken away while the cluster ran.</summary>
/// <param name="Id">Names the grant: the same for the same thing, whoever gives it.</param>
/// <param name="Request">What is granted, and to whom.</param>
/// <param name="Note">Who gave it.</param>
[GenerateSerializer, Immutable, Alias("sws.grant")]
public sealed record Grant([property: Id(0)] string Id, [property: Id(1)] GrantRequest Request, [property: Id(2)] ChangeNote Note);
