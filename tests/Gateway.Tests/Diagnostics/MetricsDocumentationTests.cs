using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sws.Gateway.Diagnostics;
using Sws.Gateway.Hosting;
using Sws.Testing;

namespace Sws.Gateway.Tests.Diagnostics;

/// <summary>docs/operations.md lists the figures that the executable has, with their units.</summary>
public sealed partial class MetricsDocumentationTests
{
    [Fact]
    public async Task Table_OfTheOperationsPage_IsWhatAnEdgeExposes()
    {
        using TemporaryFolder folder = new();
        HashSet<string> exposed = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == MeterNames.Gateway)
            {
                exposed.Add($"{instrument.Name} {instrument.Unit}");
            }
        };
        listener.Start();

        await using WebApplication app = GatewayHost.Build(
            ["--Gateway:Role=Edge", "--Cluster:Provider=Redis", "--Cluster:Redis=127.0.0.1:1", "--Gateway:SwsPort=0", "--Gateway:HttpPort=0", $"--Gateway:DataDirectory={folder.Path}"]);
        foreach (Type area in typeof(ConnectionMetrics).Assembly.GetTypes().Where(type => type.Namespace == typeof(ConnectionMetrics).Namespace && type.Name.EndsWith("Metrics", StringComparison.Ordinal)))
        {
            Assert.NotNull(app.Services.GetRequiredService(area));
        }

        string page = await File.ReadAllTextAsync(RepositoryFiles.At("docs", "operations.md"), TestContext.Current.CancellationToken);
        Assert.Equal(exposed.Order(StringComparer.Ordinal), Row().Matches(page).Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value}").Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| `(sws\.[a-z_.]+)` \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
