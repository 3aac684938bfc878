namespace Sws.Gateway.Options;

/// <summary>Whom this gateway trusts, and with which keys it speaks.</summary>
/// <param name="CaFiles">Certificate files of the trusted authorities; empty for the embedded one.</param>
/// <param name="CaKeyFile">Key file of the authority that certifies this cluster's edges; null for the embedded one.</param>
/// <param name="StaticServerKeyFile">Key pair file of the version 1 key that clients pin, or null.</param>
/// <param name="KeyEpoch">How long a version 2 key is used.</param>
internal sealed record TrustSettings(IReadOnlyList<string> CaFiles, string? CaKeyFile, string? StaticServerKeyFile, TimeSpan KeyEpoch);
