using Sws.Protocol.Certificates;

namespace Sws.Grains.Trust;

/// <summary>The authorities that a silo's configuration trusts, checked.</summary>
/// <param name="Certificates">Their self-signed certificates.</param>
public sealed record ConfiguredAuthorities(IReadOnlyList<Certificate> Certificates);
