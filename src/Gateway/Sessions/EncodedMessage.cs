using Sws.Protocol.Messaging;

namespace Sws.Gateway.Sessions;

/// <summary>One message on its way to many sessions: encoded once per protocol, when the first session of it comes up.</summary>
internal sealed class EncodedMessage(ServerMessage message, ReadOnlyMemory<byte> data)
{
    private readonly Dictionary<IMessageCodec, ReadOnlyMemory<byte>> _bodies = new(capacity: 1);

    /// <summary>The body for one protocol; for a simple client the bare data.</summary>
    public ReadOnlyMemory<byte> For(IMessageCodec? codec)
    {
        if (codec is null)
        {
            return data;
        }

        if (!_bodies.TryGetValue(codec, out ReadOnlyMemory<byte> body))
        {
            _bodies.Add(codec, body = codec.Encode(message));
        }

        return body;
    }
}
