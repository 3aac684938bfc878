using System.Globalization;
using Sws.LoadGen.Connections;
using Sws.LoadGen.Measuring;
using Sws.LoadGen.Sessions;

namespace Sws.LoadGen.Scenarios;

/// <summary>
/// Groups of members, and publishers that are no members themselves. Every message is owed to every member of its group, once and in the
/// publisher's order. With a churn rate, members are cut off and come back meanwhile, and may miss nothing.
/// </summary>
internal sealed class GroupScenario : Scenario, IHubHandler, ISender
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    private readonly HubFleet _fleet;
    private readonly SendLoop _loop;
    private readonly Payloads _payloads;
    private readonly MemberStreams?[] _members;
    private readonly ChurnDriver? _churn;
    private readonly int _block;

    /// <summary>Prepares the fleet: each group's publishers, then its members.</summary>
    public GroupScenario(ScenarioContext context)
        : base(context)
    {
        var options = context.Options;
        _block = options.Publishers + options.Members;
        _fleet = new HubFleet(context, Style, this, recovers: options.ChurnRate is not null);
        _loop = new SendLoop(context, this, options.Groups * options.Publishers, options.Members);
        _payloads = new Payloads(_fleet.Dialect.PayloadBytes(options.Size), options.Seed, context.Job.RunTag);
        _members = [.. Enumerable.Range(0, options.Connections).Select(i => i % _block < options.Publishers ? null : new MemberStreams(options.Publishers))];
        _churn = options.ChurnRate is { } rate ? new ChurnDriver(context, _fleet, GroupOf, rate) : null;
    }

    /// <inheritdoc/>
    public override int OpenConnections => _fleet.Open;

    /// <inheritdoc/>
    protected override bool IsDrained => _churn is not { Recovering: > 0 } && Verify().Lost == 0 && _fleet.AcksArrived;

    /// <inheritdoc/>
    public override Task PrepareAsync(CancellationToken cancellation) => _fleet.OpenAllAsync(GroupOf, cancellation);

    /// <inheritdoc/>
    public override async Task RunAsync(RunWindow window, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var acknowledging = AcknowledgeAsync(stop.Token);
        var members = Enumerable.Range(0, _members.Length).Where(i => _members[i] is not null).ToArray();
        await Task.WhenAll(
            _loop.RunAsync(window, cancellation),
            _churn?.RunAsync(window, members, Leave, cancellation) ?? Task.CompletedTask).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await acknowledging.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task DrainAsync(CancellationToken cancellation)
    {
        await base.DrainAsync(cancellation).ConfigureAwait(false);
        _churn?.Finish();
    }

    /// <inheritdoc/>
    public override Task CloseAsync()
    {
        _churn?.Finish();
        return _fleet.CloseAllAsync(CloseTimeout);
    }

    /// <inheritdoc/>
    public override DeliveryCounts Verify()
    {
        var counts = default(DeliveryCounts);
        for (var index = 0; index < _members.Length; index++)
        {
            if (_members[index] is { } streams)
            {
                var first = FirstSender(index);
                lock (_fleet[index])
                {
                    counts += streams.Finish(publisher => _loop.Sent(first + publisher));
                }
            }
        }

        return counts;
    }

    /// <inheritdoc/>
    public bool IsReady(int sender) => _fleet.Connection(IndexOf(sender)) is not null;

    /// <inheritdoc/>
    public string? Send(int sender, long sequence, long intendedTicks)
    {
        var index = IndexOf(sender);
        ulong? ackId = Context.Options.NoAcks ? null : HubSession.FirstMessageAckId + (ulong)sequence;
        return _fleet.Send(index, _fleet.Dialect.Publish(GroupName(index), _payloads.Make(sender, sequence, intendedTicks), ackId));
    }

    /// <inheritdoc/>
    public void OnPayload(HubSession session, ReadOnlySpan<byte> payload)
    {
        var error = _payloads.Read(payload, out var header);
        if (error is not null
            || _members[session.Index] is not { } streams
            || header.Sender / Context.Options.Publishers != session.Index / _block)
        {
            Context.Errors.Add(error ?? ConnectionError.UnexpectedPayload);
        }
        else if (streams.Accept(header.Sender % Context.Options.Publishers, header.Sequence))
        {
            Context.CountReceived(header.IntendedTicks);
            _loop.Delivered(header.Sender);
        }
    }

    /// <inheritdoc/>
    public void OnAcknowledged(HubSession session, ulong ackId)
    {
        if (ackId != HubSession.JoinAckId)
        {
            _loop.Acknowledged(FirstSender(session.Index) + (session.Index % _block), (long)(ackId - HubSession.FirstMessageAckId));
        }
        else if (_members[session.Index] is { IsJoined: false } streams)
        {
            var first = FirstSender(session.Index);
            streams.Join(publisher => _loop.Sent(first + publisher));
        }
    }

    /// <inheritdoc/>
    public void OnDisconnected(HubSession session, string? error)
    {
        if (_churn is null || _members[session.Index] is null || !_churn.TryTakeUp(session, error))
        {
            CountError(error);
        }
    }

    private async Task AcknowledgeAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await Task.Delay(SweepInterval, Context.Clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _fleet.AcknowledgeAll();
        }
    }

    private void Leave(HubSession session) => _members[session.Index]!.Leave();

    private int IndexOf(int sender) => (sender / Context.Options.Publishers * _block) + (sender % Context.Options.Publishers);

    private int FirstSender(int index) => index / _block * Context.Options.Publishers;

    private string? GroupOf(int index) => _members[index] is null ? null : GroupName(index);

    private string GroupName(int index) => string.Create(CultureInfo.InvariantCulture, $"load.{Context.Job.RunTag:x8}.{index / _block}");
}
