using Sws.Protocol.Messaging;

namespace Sws.Gateway.Sessions;

/// <summary>One message on its way to a client: an encoded body that all recipients share, and what is this one's alone.</summary>
/// <param name="Body">The encoded message without sequence number.</param>
/// <param name="Codec">The codec that adds the sequence number; null when there is none to add.</param>
/// <param name="SequenceId">The sequence number, or 0.</param>
/// <param name="OutboxId">The id in the session grain's outbox, or 0.</param>
internal readonly record struct OutgoingMessage(ReadOnlyMemory<byte> Body, IMessageCodec? Codec, ulong SequenceId, long OutboxId)
{
    /// <summary>Bytes on the wire, before sealing.</summary>
    public int Length => SequenceId == 0 ? Body.Length : Codec!.SequencedLength(Body.Span, SequenceId);

    /// <summary>Writes the message.</summary>
    /// <param name="destination">Exactly <see cref="Length"/> bytes.</param>
    public void CopyTo(Span<byte> destination)
    {
        if (SequenceId == 0)
        {
            Body.Span.CopyTo(destination);
        }
        else
        {
            Codec!.WriteSequenced(Body.Span, SequenceId, destination);
        }
    }
}
