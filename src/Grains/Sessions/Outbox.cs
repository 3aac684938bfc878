using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Sessions;

/// <summary>The messages addressed to one session that its client has not acknowledged yet, in order.</summary>
internal sealed class Outbox(long lastId)
{
    private readonly Queue<DirectMessage> _messages = new();

    public int Count => _messages.Count;

    public long LastId { get; private set; } = lastId;

    public void Add(DirectContent content) => _messages.Enqueue(new DirectMessage(++LastId, content));

    public void RemoveUpTo(long id)
    {
        while (_messages.TryPeek(out DirectMessage? first) && first.OutboxId <= id)
        {
            _messages.Dequeue();
        }
    }

    /// <summary>The messages behind <paramref name="id"/>, at most <paramref name="most"/>.</summary>
    public List<DirectMessage> After(long id, int most) => [.. _messages.SkipWhile(message => message.OutboxId <= id).Take(most)];
}
