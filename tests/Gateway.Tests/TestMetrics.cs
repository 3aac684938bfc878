using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Sws.Gateway.Diagnostics;

namespace Sws.Gateway.Tests;

/// <summary>Figures that nobody reads.</summary>
internal static class TestMetrics
{
    public static ConnectionMetrics Connections() =>
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>(), TimeProvider.System);
}
