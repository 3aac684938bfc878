using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Sws.Gateway.Diagnostics;
using Sws.Gateway.Options;
using Sws.Grains;

namespace Sws.Gateway.Hosting;

/// <summary>Adds figures in Prometheus' format, and figures and traces by OTLP where that is configured.</summary>
internal static class TelemetryHosting
{
    private const string RuntimeMeter = "System.Runtime";
    private const string MetricsPath = "/metrics";

    // Room for so many combinations of labels is laid out for each figure: 2000 unless limited, where the runtime's figures have a handful.
    private const int RuntimeCardinality = 64;

    public static void AddSwsTelemetry(this IServiceCollection services, GatewaySettings settings)
    {
        string version = typeof(TelemetryHosting).Assembly.GetName().Version?.ToString(3) ?? "";
        OpenTelemetry.OpenTelemetryBuilder telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService("sws-gateway", serviceVersion: version)
                .AddAttributes([new("sws.role", settings.Role.ToString())]))
            .WithMetrics(metrics => metrics
                .AddMeter(MeterNames.Gateway)
                .AddMeter(GrainServices.MeterName)
                .AddMeter("Microsoft.AspNetCore.Hosting")
                .AddRuntimeInstrumentation()
                .AddView(instrument => instrument.Meter.Name == RuntimeMeter ? new MetricStreamConfiguration { CardinalityLimit = RuntimeCardinality } : null)
                .AddPrometheusExporter());
        if (settings.Telemetry.OtlpEndpoint is not { } endpoint)
        {
            return;
        }

        telemetry
            .WithMetrics(metrics => metrics.AddOtlpExporter(otlp => otlp.Endpoint = endpoint))
            .WithTracing(tracing => tracing
                .AddSource(MeterNames.Gateway)
                .AddAspNetCoreInstrumentation(options => options.Filter = context => !IsProbe(context.Request.Path))
                .AddOtlpExporter(otlp => otlp.Endpoint = endpoint));
    }

    public static void MapSwsMetrics(this WebApplication app)
    {
        // What is looked up on request exists from the start, or it would be missing until somebody needs the rest of it.
        _ = app.Services.GetService<TrafficMetrics>();
        _ = app.Services.GetService<EdgeMetrics>();
        app.MapPrometheusScrapingEndpoint(MetricsPath);
    }

    private static bool IsProbe(PathString path) => path.StartsWithSegments("/healthz") || path.StartsWithSegments(MetricsPath);
}
