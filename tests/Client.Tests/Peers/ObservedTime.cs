using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Sws.Testing;

namespace Sws.Client.Tests.Peers;

/// <summary>A clock that tests move and that tells when something waits for it, so that no test moves it too early.</summary>
internal sealed class ObservedTime : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _armed = Channel.CreateUnbounded<TimeSpan>();

    public ObservedTime()
        : base(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero))
    {
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Note(dueTime);
        return new ObservedTimer(this, timer);
    }

    /// <summary>Waits until a timer is set to a time that fits, and returns the time. Each setting is seen once.</summary>
    public async Task<TimeSpan> ArmedAsync(Predicate<TimeSpan> fits, string what)
    {
        while (true)
        {
            var due = await _armed.Reader.ReadAsync().AsTask().Within(Timeouts.Step, what);
            if (fits(due))
            {
                return due;
            }
        }
    }

    private void Note(TimeSpan dueTime)
    {
        if (dueTime > TimeSpan.Zero)
        {
            _armed.Writer.TryWrite(dueTime);
        }
    }

    private sealed class ObservedTimer(ObservedTime owner, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = timer.Change(dueTime, period);
            owner.Note(dueTime);
            return changed;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
