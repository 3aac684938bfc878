namespace Sws.Gateway.Options;

/// <summary>The HTTP API.</summary>
/// <param name="AccessKeyFile">File with the key that signs access tokens; null for the embedded one, or none in a cluster.</param>
internal sealed record ApiSettings(string? AccessKeyFile);
