using Sws.Protocol.Messaging;

namespace Sws.Client.Sessions;

/// <summary>What a client's methods and its loop work on together.</summary>
internal sealed class SessionParts : IDisposable
{
    public SessionParts(SwsClientOptions options, IMessageCodec codec)
    {
        Codec = codec;
        Outbox = new Outbox(options.MaxPendingSends, options.TimeProvider, options.ResendFor);
        Queue = new MessageQueue(options.MessageQueueCapacity, options.MessageQueueBytes);
        Acker = new SequenceAcker(options.TimeProvider, codec, () => Queue.HasRoom);
        Invocations = new InvocationTable(Outbox, options.MaxPendingSends);
    }

    public IMessageCodec Codec { get; }

    public SessionMemory Session { get; } = new();

    public GroupTable Groups { get; } = new();

    public Outbox Outbox { get; }

    public MessageQueue Queue { get; }

    public SequenceAcker Acker { get; }

    public InvocationTable Invocations { get; }

    public void Dispose()
    {
        Acker.Dispose();
        Outbox.Dispose();
    }
}
