using Sws.LoadGen.Commands;
using Sws.LoadGen.Connections;
using Sws.LoadGen.Dialects;
using Sws.LoadGen.Measuring;
using Sws.LoadGen.Sessions;

namespace Sws.LoadGen.Scenarios;

/// <summary>
/// Pairs of sessions, A and B: what A sends to B arrives there, once and in order. With several URLs the two are on different edges.
/// </summary>
internal sealed class DirectScenario : Scenario, IHubHandler, ISender
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    private readonly HubFleet _fleet;
    private readonly IDirectDialect _dialect;
    private readonly SendLoop _loop;
    private readonly Payloads _payloads;
    private readonly StreamVerifier[] _verifiers;

    /// <summary>Prepares the fleet: A of pair i has index 2i, B the next.</summary>
    public DirectScenario(ScenarioContext context)
        : base(context)
    {
        _fleet = new HubFleet(context, Style, this);
        _dialect = (IDirectDialect)_fleet.Dialect;
        _loop = new SendLoop(context, this, context.Options.Pairs, deliveries: 1);
        _payloads = new Payloads(_dialect.PayloadBytes(context.Options.Size), context.Options.Seed, context.Job.RunTag);
        _verifiers = new StreamVerifier[context.Options.Pairs];
    }

    /// <inheritdoc/>
    public override int OpenConnections => _fleet.Open;

    /// <inheritdoc/>
    protected override bool IsDrained => Verify().Lost == 0 && _fleet.AcksArrived;

    /// <inheritdoc/>
    public override async Task PrepareAsync(CancellationToken cancellation)
    {
        await _fleet.OpenAllAsync(_ => null, cancellation).ConfigureAwait(false);
        Context.Errors.Add(SessionError.NoAddress, Enumerable.Range(0, _verifiers.Length).LongCount(pair => IsOpen(pair) && Address(pair) is null));
    }

    /// <inheritdoc/>
    public override async Task RunAsync(RunWindow window, CancellationToken cancellation)
    {
        var running = _loop.RunAsync(window, cancellation);
        while (await Task.WhenAny(running, Task.Delay(SweepInterval, Context.Clock, cancellation)).ConfigureAwait(false) != running)
        {
            _fleet.AcknowledgeAll();
        }

        await running.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override Task CloseAsync() => _fleet.CloseAllAsync(CloseTimeout);

    /// <inheritdoc/>
    public override DeliveryCounts Verify()
    {
        var counts = default(DeliveryCounts);
        for (var pair = 0; pair < _verifiers.Length; pair++)
        {
            counts += _verifiers[pair].Finish(_loop.Sent(pair));
        }

        return counts;
    }

    /// <inheritdoc/>
    public bool IsReady(int sender) => IsOpen(sender) && Address(sender) is not null;

    /// <inheritdoc/>
    public string? Send(int sender, long sequence, long intendedTicks)
    {
        ulong? ackId = Context.Options.NoAcks ? null : HubSession.FirstMessageAckId + (ulong)sequence;
        return Address(sender) is { } address
            ? _fleet.Send(sender * 2, _dialect.SendTo(Context.Options.Address, address, _payloads.Make(sender, sequence, intendedTicks), ackId))
            : ConnectionError.NotConnected;
    }

    /// <inheritdoc/>
    public void OnPayload(HubSession session, ReadOnlySpan<byte> payload)
    {
        var pair = session.Index / 2;
        var error = _payloads.Read(payload, out var header);
        if (error is not null || session.Index % 2 == 0 || header.Sender != pair)
        {
            Context.Errors.Add(error ?? ConnectionError.UnexpectedPayload);
        }
        else if (_verifiers[pair].Accept(header.Sequence))
        {
            Context.CountReceived(header.IntendedTicks);
            _loop.Delivered(pair);
        }
    }

    /// <inheritdoc/>
    public void OnAcknowledged(HubSession session, ulong ackId) =>
        _loop.Acknowledged(session.Index / 2, (long)(ackId - HubSession.FirstMessageAckId));

    /// <inheritdoc/>
    public void OnDisconnected(HubSession session, string? error) => CountError(error);

    private bool IsOpen(int pair) => _fleet.Connection(pair * 2) is not null && _fleet.Connection((pair * 2) + 1) is not null;

    private string? Address(int pair)
    {
        var identity = _fleet[(pair * 2) + 1].Identity;
        return Context.Options.Address == AddressKind.User ? identity?.UserId : identity?.ConnectionId;
    }
}
