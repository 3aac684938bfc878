using System.Diagnostics.Metrics;
using Sws.Gateway.Hosting;

namespace Sws.Gateway.Diagnostics;

/// <summary>Figures of an edge's ties to its cluster: lease, keys, silos.</summary>
internal sealed class EdgeMetrics
{
    private static readonly KeyValuePair<string, object?> Ok = new("outcome", "ok");
    private static readonly KeyValuePair<string, object?> Failed = new("outcome", "failed");

    private readonly Counter<long> _leases;
    private readonly Counter<long> _rotations;

    public EdgeMetrics(IMeterFactory meters, SiloLinks? silos = null)
    {
        Meter meter = meters.Create(MeterNames.Gateway);
        _leases = meter.CreateCounter<long>("sws.edge.lease_renewals", "{renewal}", "Renewals of this edge's lease, by outcome.");
        _rotations = meter.CreateCounter<long>("sws.epoch.rotations", "{key}", "New version 2 keys, by outcome.");
        if (silos is not null)
        {
            meter.CreateObservableUpDownCounter("sws.edge.silos", () => silos.Count, "{silo}", "Silos that this edge is connected with.");
        }
    }

    public void LeaseRenewed(bool succeeded) => _leases.Add(1, succeeded ? Ok : Failed);

    public void KeyRotated(bool succeeded) => _rotations.Add(1, succeeded ? Ok : Failed);
}
