using System.Globalization;

namespace Sws.LoadGen.Measuring;

/// <summary>Samples a server's Prometheus endpoint: the names of .NET's own meters, and those of the common process collectors.</summary>
internal sealed class MetricsSampler(Uri url, HttpClient http, TimeProvider clock) : IServerSampler
{
    // Answers take milliseconds. A read is awaited at the turns of a run, and must not be what the run waits for.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private static readonly string[] CpuNames = ["dotnet_process_cpu_time_seconds_total", "process_cpu_seconds_total", "process_cpu_time_seconds_total"];
    private static readonly string[] MemoryNames = ["process_resident_memory_bytes", "dotnet_process_memory_working_set_bytes", "process_memory_usage_bytes"];
    private static readonly string[] CollectionNames = ["dotnet_gc_collections_total", "process_runtime_dotnet_gc_collections_count_total"];

    /// <inheritdoc/>
    public async Task<ServerSample?> ReadAsync(CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(Timeout, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            return Parse(await http.GetStringAsync(url, stop.Token).ConfigureAwait(false), clock.GetTimestamp());
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Sums the series of each metric. Null when CPU or memory is missing.</summary>
    public static ServerSample? Parse(string text, long ticks)
    {
        var (cpu, memory, collections) = (Sum(text, CpuNames), Sum(text, MemoryNames), Sum(text, CollectionNames));
        return cpu is { } seconds && memory is { } bytes
            ? new ServerSample(ticks, TimeSpan.FromSeconds(seconds), (long)bytes, (long?)collections)
            : null;
    }

    private static double? Sum(string text, string[] names)
    {
        foreach (var name in names)
        {
            double? sum = null;
            foreach (var line in text.AsSpan().EnumerateLines())
            {
                if (line.StartsWith(name) && line.Length > name.Length && line[name.Length] is ' ' or '{')
                {
                    sum = (sum ?? 0) + Value(line);
                }
            }

            if (sum is not null)
            {
                return sum;
            }
        }

        return null;
    }

    private static double Value(ReadOnlySpan<char> line)
    {
        // name{labels} value [timestamp]; labels may hold spaces.
        var rest = line[(Math.Max(line.LastIndexOf('}'), line.IndexOf(' ')) + 1)..].Trim();
        var end = rest.IndexOf(' ');
        return double.TryParse(end < 0 ? rest : rest[..end], CultureInfo.InvariantCulture, out var value) ? value : 0;
    }
}
