using Sws.Protocol.Messaging;

namespace Sws.Client.Sessions;

/// <summary>What of a session outlives its connection. Written by the session's loop only.</summary>
internal sealed class SessionMemory
{
    /// <summary>The gateway's default resume window, for servers that do not name theirs.</summary>
    private static readonly TimeSpan DefaultTimeToLive = TimeSpan.FromSeconds(60);

    private volatile Connected? _connected;
    private volatile int _generation;
    private StreamPosition? _inbox;

    /// <summary>Counts sessions, so that what belonged to an earlier one can be told.</summary>
    public int Generation => _generation;

    /// <summary>True when there was a session that a new one replaces.</summary>
    public bool HadSession => Generation > 0;

    public string? ConnectionId => _connected?.ConnectionId;

    public string? UserId => _connected?.UserId;

    public string? ReconnectionToken { get; private set; }

    /// <summary>The number of the last message addressed to this client that it has received in the session; 0 before the first.</summary>
    public ulong Received { get; set; }

    /// <summary>Takes note of a message's place in the user's inbox; null: it is not from one.</summary>
    /// <returns>False when an earlier session brought it, which ended before the server heard that.</returns>
    public bool IsNewInInbox(StreamPosition? place)
    {
        if (place is not null && _inbox is { } last && last.Epoch == place.Epoch && place.Offset <= last.Offset)
        {
            return false;
        }

        _inbox = place ?? _inbox;
        return true;
    }

    /// <summary>Why the session was given up, until the next one begins.</summary>
    public string? LossReason { get; private set; }

    public bool CanRecover => ReconnectionToken is not null && _connected is not null;

    /// <summary>How long the server may still know the session after it noticed the loss, which can be later than this side did: hence twice.</summary>
    public TimeSpan RecoverableFor
        => 2 * (_connected?.TtlSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultTimeToLive);

    public void Start(Connected connected)
    {
        _generation++;
        LossReason = null;
        Received = 0;
        Refresh(connected);
    }

    /// <summary>The same session goes on, with the newest token.</summary>
    public void Refresh(Connected connected)
    {
        _connected = connected;
        ReconnectionToken = connected.ReconnectionToken;
    }

    public void GiveUp(string? reason)
    {
        ReconnectionToken = null;
        LossReason = reason;
    }
}
