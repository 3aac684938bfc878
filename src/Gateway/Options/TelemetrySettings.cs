namespace Sws.Gateway.Options;

/// <summary>Where figures and traces go beyond <c>/metrics</c>.</summary>
/// <param name="OtlpEndpoint">A collector that takes OTLP over gRPC, or null.</param>
internal sealed record TelemetrySettings(Uri? OtlpEndpoint);
