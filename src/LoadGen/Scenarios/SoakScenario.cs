using Sws.LoadGen.Commands;
using Sws.LoadGen.Measuring;

namespace Sws.LoadGen.Scenarios;

/// <summary>
/// Everything at once, for hours: groups whose members are cut and come back, and pairs that send to each other. The report says how
/// memory, CPU and latency drift.
/// </summary>
internal sealed class SoakScenario : Scenario
{
    private readonly Scenario[] _parts;

    /// <summary>Prepares both parts; each gets the rate that belongs to its share of the senders.</summary>
    public SoakScenario(ScenarioContext context)
        : base(context)
    {
        var (groups, pairs) = Topology.SplitSoak(context.Options);
        _parts =
        [
            new GroupScenario(context.Part(groups, 0)),
            new DirectScenario(context.Part(pairs, 1)),
        ];
    }

    /// <inheritdoc/>
    public override int OpenConnections => _parts.Sum(part => part.OpenConnections);

    /// <inheritdoc/>
    public override Task PrepareAsync(CancellationToken cancellation) => ForAllAsync(part => part.PrepareAsync(cancellation));

    /// <inheritdoc/>
    public override Task RunAsync(RunWindow window, CancellationToken cancellation) => ForAllAsync(part => part.RunAsync(window, cancellation));

    /// <inheritdoc/>
    public override Task DrainAsync(CancellationToken cancellation) => ForAllAsync(part => part.DrainAsync(cancellation));

    /// <inheritdoc/>
    public override Task CloseAsync() => ForAllAsync(part => part.CloseAsync());

    /// <inheritdoc/>
    public override DeliveryCounts Verify() => _parts.Aggregate(default(DeliveryCounts), (sum, part) => sum + part.Verify());

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, DeliveryCounts> VerifyClasses() => new Dictionary<string, DeliveryCounts>(StringComparer.Ordinal)
    {
        ["group"] = _parts[0].Verify(),
        ["direct"] = _parts[1].Verify(),
    };

    private Task ForAllAsync(Func<Scenario, Task> act) => Task.WhenAll(_parts.Select(act));
}
