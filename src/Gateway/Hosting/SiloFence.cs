using Microsoft.AspNetCore.Connections;
using Sws.Grains;

namespace Sws.Gateway.Hosting;

/// <summary>
/// Keeps a silo that was paused, or cut off, from speaking before it knows that it is still a member of its cluster. One that
/// does not answer is voted out and its grains come back elsewhere; when it goes on after that, what it still has to send is of
/// another time: it would publish messages late, take sessions away and have groups forget edges.
/// </summary>
internal sealed partial class SiloFence : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    // Shorter than the three missed probes of 0.5 s at the least after which others vote a silo out.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WaitStep = TimeSpan.FromMilliseconds(20);

    // Longer than other silos are ever silent: they probe each other twice a second.
    private static readonly TimeSpan LongestSilence = SiloMembership.KnownFor;

    private readonly Func<CancellationToken, Task<bool>> _isMember;
    private readonly Func<bool> _isUnsure;
    private readonly TimeProvider _time;
    private readonly ILogger<SiloFence> _logger;
    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;
    private bool _isWatching;
    private long _sureAt;
    private long _heardAt;

    /// <summary>A fence that asks the cluster's membership table.</summary>
    public SiloFence(SiloMembership membership, TimeProvider time, ILogger<SiloFence> logger)
        : this(membership.IsMemberAsync, () => !membership.IsKnown && membership.HasOthers, time, logger)
    {
    }

    /// <summary>A fence that asks anything else.</summary>
    /// <param name="isMember">Whether the silo is a member, by the store that decides it; throws when that cannot be asked.</param>
    /// <param name="isUnsure">Whether there are other silos, and that store cannot be read.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    internal SiloFence(Func<CancellationToken, Task<bool>> isMember, Func<bool> isUnsure, TimeProvider time, ILogger<SiloFence> logger) =>
        (_isMember, _isUnsure, _time, _logger) = (isMember, isUnsure, time, logger);

    /// <summary>Whether the silo was neither paused nor cut off since it last knew that it is a member. Asked before every write.</summary>
    public bool IsOpen => !Volatile.Read(ref _isWatching) || _time.GetElapsedTime(Volatile.Read(ref _sureAt)) < LongestPause;

    /// <summary>Puts the fence across connections to other silos: what is written to them passes only while the fence is open.</summary>
    public void GuardSilos(IConnectionBuilder connections) => Guard(connections, Heard);

    /// <summary>Puts the fence across connections of edges.</summary>
    public void GuardEdges(IConnectionBuilder connections) => Guard(connections, heard: null);

    /// <summary>Another silo has sent something.</summary>
    public void Heard() => Volatile.Write(ref _heardAt, _time.GetTimestamp());

    /// <summary>Completes when the silo may speak; never for one that was voted out, whose process ends.</summary>
    /// <param name="cancelled">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async Task WaitAsync(CancellationToken cancelled)
    {
        while (!IsOpen)
        {
            await Task.Delay(WaitStep, _time, cancelled).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(SiloFence),
        // Before that it has no grains, and nobody can vote it out.
        ServiceLifecycleStage.Active,
        _ =>
        {
            Begin();

            // A thread of its own: that all of the pool's are busy for a second is no pause.
            _watching = Task.Factory.StartNew(Watch, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return Task.CompletedTask;
        },
        async cancelled =>
        {
            await _stop.CancelAsync();
            await _watching.WaitAsync(cancelled);
        });

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <summary>From now on pauses count.</summary>
    internal void Begin()
    {
        Volatile.Write(ref _sureAt, _time.GetTimestamp());
        Heard();
        Volatile.Write(ref _isWatching, true);
    }

    /// <summary>
    /// Looks whether the process ran since the last look, and whether anything of the cluster can be reached; where not, asks
    /// until it is a member.
    /// </summary>
    internal async Task LookAsync()
    {
        long now = _time.GetTimestamp();
        TimeSpan paused = _time.GetElapsedTime(_sureAt, now);
        bool isCutOff = _time.GetElapsedTime(Volatile.Read(ref _heardAt), now) >= LongestSilence && _isUnsure();
        if (paused < LongestPause && !isCutOff)
        {
            // The time that was looked at: a pause between the two must not be lost.
            Volatile.Write(ref _sureAt, now);
            return;
        }

        if (isCutOff)
        {
            LogCutOff(_logger);
        }
        else
        {
            LogPaused(_logger, (long)paused.TotalMilliseconds);
        }

        while (!_stop.IsCancellationRequested)
        {
            long asked = _time.GetTimestamp();
            if (await TryAskAsync().ConfigureAwait(false))
            {
                Volatile.Write(ref _sureAt, asked);
                if (IsOpen)
                {
                    return;
                }
            }

            await Task.Delay(RetryDelay, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Guard(IConnectionBuilder connections, Action? heard) => connections.Use(next => connection =>
    {
        connection.Transport = new FencedPipe(connection.Transport, this, heard);
        return next(connection);
    });

    private async Task<bool> TryAskAsync()
    {
        try
        {
            return await _isMember(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (!_stop.IsCancellationRequested)
        {
            // Whatever the store's client throws. Nobody is voted out while it is away, but this silo may have been before.
            LogUnsure(_logger, exception);
            return false;
        }
    }

    private void Watch()
    {
        while (!_stop.Token.WaitHandle.WaitOne(Period))
        {
            LookAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        }

        // On its way out an open fence stays open: pauses do not count any more. A closed one stays closed.
        Volatile.Write(ref _isWatching, !IsOpen);
    }

    [LoggerMessage(1441, LogLevel.Warning, "This process was paused for {Milliseconds} ms; nothing is sent until the cluster says that it is still a member")]
    private static partial void LogPaused(ILogger logger, long milliseconds);

    [LoggerMessage(1442, LogLevel.Warning, "The cluster cannot be asked whether this process is still a member; trying again")]
    private static partial void LogUnsure(ILogger logger, Exception exception);

    [LoggerMessage(1443, LogLevel.Warning, "This process is cut off: it hears no other silo and cannot read the membership table; nothing is sent until the cluster says that it is still a member")]
    private static partial void LogCutOff(ILogger logger);
}
