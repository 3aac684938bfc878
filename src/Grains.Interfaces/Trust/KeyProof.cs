namespace Sws.Grains.Interfaces.Trust;

/// <summary>The opened challenge.</summary>
/// <param name="PublicKey">The key to be certified, 32 bytes.</param>
/// <param name="Secret">What the challenge held, 32 bytes.</param>
/// <param name="Names">Host names for the certificate.</param>
/// <param name="Addresses">Addresses for the certificate.</param>
/// <param name="Validity">How long the certificate shall be valid.</param>
[GenerateSerializer, Immutable, Alias("sws.key-proof")]
public sealed record KeyProof(
    [property: Id(0)] byte[] PublicKey,
    [property: Id(1)] byte[] Secret,
    [property: Id(2)] IReadOnlyList<string> Names,
    [property: Id(3)] IReadOnlyList<string> Addresses,
    [property: Id(4)] TimeSpan Validity);
