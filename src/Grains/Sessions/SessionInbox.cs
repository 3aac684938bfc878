using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Log;

namespace Sws.Grains.Sessions;

/// <summary>
/// Brings what a user's inbox has to one session of the user, in order and without gaps, as far as the session has room; and
/// stores how far the user's clients have acknowledged. So the one position that is stored says what no client has yet.
/// </summary>
/// <param name="log">Where the inbox is.</param>
/// <param name="stream">The inbox.</param>
/// <param name="at">The last message that the session has; null: what comes behind the stored position is its.</param>
/// <param name="outbound">The way to the session.</param>
/// <param name="time">The clock.</param>
internal sealed class SessionInbox(IMessageLog log, LogStream stream, InboxPosition? at, SessionOutbound outbound, TimeProvider time)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private InboxPosition? _at = at;
    private Task _reading = Task.CompletedTask;
    private Task? _retrying;
    private bool _hasMore;
    private InboxPosition? _acknowledged;
    private InboxPosition? _stored;
    private Task _storing = Task.CompletedTask;
    private bool _hasEnded;

    /// <summary>The inbox has a new message. Completes when the session has it, as far as there was room.</summary>
    public async Task GrewAsync(ClientData message)
    {
        InboxPosition place = message.Inbox!;
        bool isNext = _at is { } last && last.Epoch == place.Epoch && last.Offset + 1 == place.Offset;
        if (isNext && _reading.IsCompleted && outbound.HasRoom)
        {
            outbound.Bring(message);
            _at = place;
            await outbound.PushedAsync();
        }
        else if (_at?.Has(place) != true)
        {
            await ReadAsync();
        }
    }

    /// <summary>Brings what the session lacks.</summary>
    public Task ReadAsync()
    {
        _hasMore = true;
        return _reading.IsCompleted ? _reading = ReadAllAsync() : _reading;
    }

    /// <summary>The client has everything up to a place; null: of the inbox it has nothing new.</summary>
    public void Acknowledged(InboxPosition? place)
    {
        if (place is not null)
        {
            _ = StoreAsync(place);
        }

        if (_hasMore && _reading.IsCompleted && outbound.HasRoom)
        {
            _ = ReadAsync();
        }
    }

    /// <summary>Stores that the client has everything up to a place. Completes when that is done, or could not be.</summary>
    public Task StoreAsync(InboxPosition place)
    {
        _acknowledged = place;
        return _storing.IsCompleted ? _storing = StoreAllAsync() : _storing;
    }

    /// <summary>The session is over.</summary>
    public void End() => _hasEnded = true;

    private async Task ReadAllAsync()
    {
        // So that the caller has stored this task before anything here asks for it.
        await Task.Yield();
        try
        {
            while (_hasMore && !_hasEnded && outbound.HasRoom)
            {
                await ReadPageAsync();
            }
        }
        catch (LogUnavailableException)
        {
            // The log has said why. Nobody waits for the next try.
            _hasMore = true;
            _retrying ??= RetryAsync();
        }
    }

    private async Task RetryAsync()
    {
        await Task.Delay(RetryDelay, time);
        _retrying = null;
        await ReadAsync();
    }

    private async Task ReadPageAsync()
    {
        // Set again by what comes from here on.
        _hasMore = false;
        ulong after = _at?.Offset ?? await log.GetCursorAsync(stream);
        if (await log.ReadAsync(stream, after) is not { } page)
        {
            _at ??= new InboxPosition(string.Empty, 0);
            return;
        }

        _at ??= new InboxPosition(page.Bounds.Epoch, after);
        if (_at.Epoch != page.Bounds.Epoch)
        {
            // It has begun since, or begun anew: all of it is new to this session.
            (_at, _hasMore) = (new InboxPosition(page.Bounds.Epoch, 0), true);
            return;
        }

        // What finds no room waits in the log until the client has acknowledged some of it.
        foreach (ClientData message in page.Entries.TakeWhile(_ => outbound.HasRoom).Select(entry => ToMessage(page.Bounds.Epoch, entry)))
        {
            outbound.Bring(message);
            _at = message.Inbox;
        }

        _hasMore |= page.Entries.Count > 0;
        await outbound.PushedAsync();
    }

    private static ClientData ToMessage(string epoch, LogEntry entry) =>
        new(entry.FromUserId, entry.Data, ToUser: true, Inbox: new InboxPosition(epoch, entry.Offset));

    private async Task StoreAllAsync()
    {
        await Task.Yield();
        while (_acknowledged is { } place && place != _stored)
        {
            try
            {
                await log.SetCursorAsync(stream, place.Epoch, place.Offset);
                _stored = place;
            }
            catch (LogUnavailableException)
            {
                // The next acknowledgement stores this one as well. Without one the user is sent some again, and can tell.
                return;
            }
        }
    }
}
