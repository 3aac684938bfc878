using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Sws.Client.Sessions;

/// <summary>Received messages on their way to the application. Bounded twice: see <see cref="SwsClientOptions.MessageQueueCapacity"/>.</summary>
internal sealed class MessageQueue(int capacity, int maxBytes)
{
    private readonly Channel<SwsMessage> _channel = Channel.CreateBounded<SwsMessage>(
        new BoundedChannelOptions(checked(2 * capacity)) { SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });

    private long _bytes;

    /// <summary>False: stop telling the server that messages arrive safely.</summary>
    public bool HasRoom => _channel.Reader.Count < capacity && Volatile.Read(ref _bytes) < maxBytes;

    /// <summary>Waits when the queue is full to the last place.</summary>
    public ValueTask AddAsync(SwsMessage message, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _bytes, message.PayloadBytes);
        return _channel.Writer.WriteAsync(message, cancellationToken);
    }

    public async IAsyncEnumerable<SwsMessage> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _channel.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_channel.Reader.TryRead(out var message))
            {
                Interlocked.Add(ref _bytes, -message.PayloadBytes);
                yield return message;
            }
        }
    }

    public void Complete(Exception? error) => _channel.Writer.TryComplete(error);
}
