using Sws.Grains.Interfaces.Groups;

namespace Sws.Grains.Groups;

/// <summary>The newest messages of a stream, bounded by number, bytes and age.</summary>
internal sealed class MessageRing(int maxMessages, long maxBytes, TimeSpan maxAge, TimeProvider time)
{
    private readonly Queue<(GroupMessage Message, long At)> _messages = new();
    private long _bytes;

    /// <summary>Offset of the oldest message here; one behind the newest when there is none.</summary>
    public ulong First => _messages.TryPeek(out (GroupMessage Message, long) oldest) ? oldest.Message.Offset : Last + 1;

    /// <summary>Offset of the newest message that was ever added.</summary>
    public ulong Last { get; private set; }

    /// <summary>Begins behind an offset, empty.</summary>
    public void StartAt(ulong last)
    {
        _messages.Clear();
        (_bytes, Last) = (0, last);
    }

    /// <summary>Adds the message behind the newest one.</summary>
    public void Add(GroupMessage message)
    {
        _messages.Enqueue((message, time.GetTimestamp()));
        _bytes += message.Data.Bytes.Length;
        Last = message.Offset;
        Trim();
    }

    /// <summary>Whether every message behind an offset is here.</summary>
    public bool HasAllAfter(ulong offset)
    {
        Trim();
        return offset <= Last && offset + 1 >= First;
    }

    /// <summary>Messages behind an offset, oldest first, up to a number and about a size.</summary>
    public List<GroupMessage> After(ulong offset, int most, long mostBytes)
    {
        Trim();
        List<GroupMessage> page = [];
        long bytes = 0;
        foreach ((GroupMessage message, _) in _messages)
        {
            if (message.Offset <= offset)
            {
                continue;
            }

            if (page.Count >= most || bytes >= mostBytes)
            {
                break;
            }

            page.Add(message);
            bytes += message.Data.Bytes.Length;
        }

        return page;
    }

    private void Trim()
    {
        while (_messages.TryPeek(out (GroupMessage Message, long At) oldest)
            && (_messages.Count > maxMessages || _bytes > maxBytes || time.GetElapsedTime(oldest.At) > maxAge))
        {
            _messages.Dequeue();
            _bytes -= oldest.Message.Data.Bytes.Length;
        }
    }
}
