using HdrHistogram;
using Sws.LoadGen.Reports;

namespace Sws.LoadGen.Workers;

/// <summary>What a run brought.</summary>
/// <param name="Report">The figures.</param>
/// <param name="Latency">The whole latency distribution, µs.</param>
internal sealed record RunOutcome(LoadReport Report, LongHistogram Latency);
