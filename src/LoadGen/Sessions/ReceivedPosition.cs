namespace Sws.LoadGen.Sessions;

/// <summary>
/// How far a session has received, and what it owes the server: an acknowledgement after 100 messages or 128 KiB, a tenth and an eighth of
/// what the gateway keeps, and otherwise with the next sweep.
/// </summary>
internal struct ReceivedPosition
{
    private const int MaxUnacked = 100;
    private const int MaxUnackedBytes = 128 * 1024;

    private ulong _received;
    private ulong _acked;
    private ulong _replayedUpTo;
    private int _unacked;
    private int _unackedBytes;

    /// <summary>Takes a sequence id. False for one that a recovery sends again: the server could not know that it had arrived.</summary>
    /// <param name="sequenceId">The id.</param>
    /// <param name="bytes">Length of the message.</param>
    public bool Accept(ulong sequenceId, int bytes)
    {
        var isNew = sequenceId > _replayedUpTo;
        _received = Math.Max(_received, sequenceId);
        _unacked++;
        _unackedBytes += bytes;
        return isNew;
    }

    /// <summary>A new connection takes the session up: ids up to here may come again.</summary>
    public void Recovering()
    {
        _replayedUpTo = _received;
        _acked = 0;
    }

    /// <summary>The id to acknowledge now, if one is due.</summary>
    /// <param name="sweep">True to acknowledge whatever there is.</param>
    /// <param name="sequenceId">The id.</param>
    public bool TryAcknowledge(bool sweep, out ulong sequenceId)
    {
        sequenceId = _received;
        if (_received == _acked || !(sweep || _unacked >= MaxUnacked || _unackedBytes >= MaxUnackedBytes))
        {
            return false;
        }

        (_acked, _unacked, _unackedBytes) = (_received, 0, 0);
        return true;
    }
}
