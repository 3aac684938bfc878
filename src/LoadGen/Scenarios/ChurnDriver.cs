using Sws.LoadGen.Dialects;
using Sws.LoadGen.Sessions;

namespace Sws.LoadGen.Scenarios;

/// <summary>
/// Cuts connections at a steady rate and brings their sessions back: most are cut as a lost network cuts them and take their session up
/// again, some leave properly and begin a new one. Connections that the server ends are taken up in the same way, and counted.
/// </summary>
internal sealed class ChurnDriver(ScenarioContext context, HubFleet fleet, Func<int, string?> group, double rate)
{
    // As long as the gateway keeps a session by default (Limits:ResumeWindow).
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly bool[] _away = new bool[context.Options.Connections];
    private Action<HubSession> _leave = _ => { };
    private int _recovering;
    private CancellationToken _cancellation;
    private volatile bool _running;
    private volatile bool _finished;

    /// <summary>Sessions that are on their way back.</summary>
    public int Recovering => Volatile.Read(ref _recovering);

    /// <summary>Cuts connections until the window's end.</summary>
    /// <param name="window">When.</param>
    /// <param name="members">Indices of the sessions to cut, in turn.</param>
    /// <param name="leave">Called, under its lock, for a session that begins anew.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task RunAsync(RunWindow window, int[] members, Action<HubSession> leave, CancellationToken cancellation)
    {
        _leave = leave;
        _cancellation = cancellation;
        _running = true;
        var random = new Random(context.Options.Seed);
        random.Shuffle(members);
        for (long cut = 0; ; cut++)
        {
            var due = window.StartTicks + (long)((cut + 1) * (context.Clock.TimestampFrequency / rate));
            if (due >= window.EndTicks)
            {
                return;
            }

            await context.DelayUntilAsync(due, cancellation).ConfigureAwait(false);
            Cut(fleet[members[cut % members.Length]], asNew: random.Next(100) < context.Options.ChurnNewPercent);
        }
    }

    /// <summary>A session's connection has ended. True when its session will be brought back; then the end is no error.</summary>
    public bool TryTakeUp(HubSession session, string? error)
    {
        if (_away[session.Index])
        {
            return true;
        }

        if (error is null || !_running)
        {
            return false;
        }

        context.Recovery.CountDropped();
        BringBack(session);
        return true;
    }

    /// <summary>Brings nobody back from now on. Sessions still away are errors.</summary>
    public void Finish()
    {
        if (!_finished)
        {
            _running = false;
            _finished = true;
            context.Errors.Add(SessionError.RecoveryTimeout, Recovering);
        }
    }

    private void Cut(HubSession session, bool asNew)
    {
        lock (session)
        {
            // Its turn comes again: a session that is still away cannot be cut.
            if (_away[session.Index] || fleet.Connection(session.Index) is not { } connection)
            {
                return;
            }

            if (asNew)
            {
                _leave(session);
                session.Identity = null;
                _away[session.Index] = true;
                _ = LeaveAsync(session, connection);
                return;
            }

            context.Recovery.CountCut();
            BringBack(session);
            connection.Abort();
        }
    }

    private async Task LeaveAsync(HubSession session, Connections.LeanConnection connection)
    {
        await connection.CloseAsync(CloseTimeout, context.Clock).ConfigureAwait(false);
        lock (session)
        {
            session.Reset();
            context.Recovery.CountRenewed();
            BringBack(session);
        }
    }

    private void BringBack(HubSession session)
    {
        _away[session.Index] = true;
        Interlocked.Increment(ref _recovering);
        _ = Task.Run(() => BringBackAsync(session));
    }

    private async Task BringBackAsync(HubSession session)
    {
        var start = context.Clock.GetTimestamp();
        var pause = FirstPause;
        var recovers = session.Identity is not null;
        while (!_finished && context.Clock.GetElapsedTime(start) < GiveUpAfter)
        {
            session.Attempt = context.Settings.NextAttempt(session.Index, session.Attempt);
            var failure = await ReopenAsync(session).ConfigureAwait(false);
            if (failure is null)
            {
                Back(session, start, recovers);
                return;
            }

            if (failure == SessionError.NotRecovered)
            {
                context.Errors.Add(failure);
                Restart(session);
                recovers = false;
            }

            await Task.Delay(pause, context.Clock, _cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        if (!_finished)
        {
            context.Errors.Add(SessionError.RecoveryTimeout);
        }

        Interlocked.Decrement(ref _recovering);
    }

    private async Task<string?> ReopenAsync(HubSession session)
    {
        try
        {
            return await fleet.ReopenAsync(session, group(session.Index), _cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return SessionError.RecoveryTimeout;
        }
    }

    private void Restart(HubSession session)
    {
        lock (session)
        {
            // What it missed is lost, and said to be: an error, but no broken promise.
            _leave(session);
            session.Reset();
        }
    }

    private void Back(HubSession session, long start, bool recovered)
    {
        lock (session)
        {
            _away[session.Index] = false;
            Interlocked.Decrement(ref _recovering);
            context.Recovery.CountBack(context.Clock.GetElapsedTime(start), recovered);
            if (fleet.Connection(session.Index) is null && _running)
            {
                // It was cut between its answer and this line.
                context.Recovery.CountDropped();
                BringBack(session);
            }
        }
    }
}
