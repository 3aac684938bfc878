using Sws.LoadGen.Connections;
using Sws.LoadGen.Measuring;
using Sws.LoadGen.Sessions;

namespace Sws.LoadGen.Scenarios;

/// <summary>
/// Every message comes back to its sender. Closed loop: each connection keeps so many messages in flight. Open loop: messages are due on
/// schedule, on the connections in turn. Nothing may be lost, doubled or reordered.
/// </summary>
internal sealed class EchoScenario : Scenario, IHubHandler, ISender
{
    private readonly HubFleet _fleet;
    private readonly SendLoop _loop;
    private readonly Payloads _payloads;
    private readonly StreamVerifier[] _verifiers;

    /// <summary>Prepares the fleet.</summary>
    public EchoScenario(ScenarioContext context)
        : base(context)
    {
        _fleet = new HubFleet(context, Style, this);
        _loop = new SendLoop(context, this, context.Options.Connections, deliveries: 1);
        _payloads = new Payloads(_fleet.Dialect.PayloadBytes(context.Options.Size), context.Options.Seed, context.Job.RunTag);
        _verifiers = new StreamVerifier[context.Options.Connections];
    }

    /// <inheritdoc/>
    public override int OpenConnections => _fleet.Open;

    /// <inheritdoc/>
    public override Task PrepareAsync(CancellationToken cancellation) => _fleet.OpenAllAsync(_fleet.Dialect.EchoGroup, cancellation);

    /// <inheritdoc/>
    public override Task RunAsync(RunWindow window, CancellationToken cancellation) => _loop.RunAsync(window, cancellation);

    /// <inheritdoc/>
    public override Task CloseAsync() => _fleet.CloseAllAsync(CloseTimeout);

    /// <inheritdoc/>
    public override DeliveryCounts Verify()
    {
        var counts = default(DeliveryCounts);
        for (var index = 0; index < _verifiers.Length; index++)
        {
            counts += _verifiers[index].Finish(_loop.Sent(index));
        }

        return counts;
    }

    /// <inheritdoc/>
    public bool IsReady(int sender) => _fleet.Connection(sender) is not null;

    /// <inheritdoc/>
    public string? Send(int sender, long sequence, long intendedTicks) =>
        _fleet.Send(sender, _fleet.Dialect.Echo(sender, _payloads.Make(sender, sequence, intendedTicks)));

    /// <inheritdoc/>
    public void OnPayload(HubSession session, ReadOnlySpan<byte> payload)
    {
        var error = _payloads.Read(payload, out var header);
        if (error is not null || header.Sender != session.Index)
        {
            Context.Errors.Add(error ?? ConnectionError.UnexpectedPayload);
        }
        else if (_verifiers[session.Index].Accept(header.Sequence))
        {
            Context.CountReceived(header.IntendedTicks);
            _loop.Delivered(session.Index);
        }
    }

    /// <inheritdoc/>
    public void OnAcknowledged(HubSession session, ulong ackId)
    {
        // An echo is its own acknowledgement.
    }

    /// <inheritdoc/>
    public void OnDisconnected(HubSession session, string? error) => CountError(error);
}
