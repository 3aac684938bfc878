using Sws.Grains.Interfaces.Trust;

namespace Sws.Grains.Trust;

/// <summary>What was changed while the cluster ran, as it is stored. Replaced as a whole, never changed in place.</summary>
[GenerateSerializer, Alias("sws.trust-state")]
internal sealed record TrustState
{
    /// <summary>How many changes there were.</summary>
    [Id(0)]
    public long Version { get; init; }

    /// <summary>Authorities that were added.</summary>
    [Id(1)]
    public IReadOnlyList<TrustedAuthority> Added { get; init; } = [];

    /// <summary>Fingerprints of configured authorities that were removed, and by whom.</summary>
    [Id(2)]
    public IReadOnlyDictionary<string, ChangeNote> Removed { get; init; } = new Dictionary<string, ChangeNote>();

    /// <summary>The revocation list.</summary>
    [Id(3)]
    public IReadOnlyList<Revocation> Revocations { get; init; } = [];

    /// <summary>The runtime grants.</summary>
    [Id(4)]
    public IReadOnlyList<Grant> Grants { get; init; } = [];
}
