using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Sessions;

/// <summary>The messages addressed to one session that its client has not acknowledged yet, in order.</summary>
internal sealed class Outbox(long lastId)
{
    // Numbered without gaps: a message's place is its number less that of the first.
    private readonly Deque<DirectMessage> _messages = new();

    public int Count => _messages.Count;

    public long LastId { get; private set; } = lastId;

    /// <summary>Size of the data that other clients sent.</summary>
    public long Bytes { get; private set; }

    public void Add(DirectContent content)
    {
        _messages.Add(new DirectMessage(++LastId, content));
        Bytes += BytesOf(content);
    }

    /// <summary>Removes the messages up to <paramref name="id"/>.</summary>
    /// <returns>The last of the removed messages' places in the inbox; null when none has one.</returns>
    public InboxPosition? RemoveUpTo(long id)
    {
        InboxPosition? last = null;
        while (_messages.Count > 0 && _messages[0] is var first && first.OutboxId <= id)
        {
            _messages.RemoveFirst();
            Bytes -= BytesOf(first.Content);
            last = PlaceOf(first) ?? last;
        }

        return last;
    }

    /// <summary>The place in the inbox of the last message up to <paramref name="id"/> that has one.</summary>
    public InboxPosition? InboxUpTo(long id) => _messages.TakeWhile(message => message.OutboxId <= id).Select(PlaceOf).LastOrDefault(place => place is not null);

    private static int BytesOf(DirectContent content) => (content as ClientData)?.Data.Bytes.Length ?? 0;

    private static InboxPosition? PlaceOf(DirectMessage message) => (message.Content as ClientData)?.Inbox;

    /// <summary>The messages behind <paramref name="id"/>, at most <paramref name="most"/>.</summary>
    public List<DirectMessage> After(long id, int most)
    {
        int first = (int)Math.Clamp(id - (LastId - Count), 0, Count);
        List<DirectMessage> messages = new(Math.Min(most, Count - first));
        for (int index = first; index < Count && messages.Count < most; index++)
        {
            messages.Add(_messages[index]);
        }

        return messages;
    }
}
