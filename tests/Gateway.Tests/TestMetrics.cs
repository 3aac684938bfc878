using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Sws.Gateway.Diagnostics;

namespace Sws.Gateway.Tests;

/// <summary>Figures that nobody reads.</summary>
internal static class TestMetrics
{
    private static readonly IMeterFactory Meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    public static ConnectionMetrics Connections() => new(Meters, TimeProvider.System);

    public static DeliveryMetrics Deliveries() => new(Meters);

    public static EdgeMetrics Edge() => new(Meters);
}
