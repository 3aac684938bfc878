namespace Sws.Protocol.Messaging;

/// <summary>
/// Turns messages into bytes and back for one subprotocol. Codecs have no state and may be used from any thread. A peer's mistake is a
/// <see cref="DecodeStatus"/>, never an exception.
/// </summary>
public interface IMessageCodec
{
    /// <summary>Name of the subprotocol, as in the <c>protocol</c> query parameter.</summary>
    string Name { get; }

    /// <summary>Whether messages carry sequence ids and sessions can be recovered.</summary>
    bool Reliable { get; }

    /// <summary>Decodes what a client sent. The result keeps no reference to <paramref name="message"/>.</summary>
    /// <param name="message">One whole message.</param>
    /// <param name="value">The message; null unless the status is <see cref="DecodeStatus.Ok"/>.</param>
    DecodeStatus Decode(ReadOnlySpan<byte> message, out ClientMessage? value);

    /// <summary>
    /// Encodes a message without a sequence id, once for all recipients. Payloads are embedded unchecked; see
    /// <see cref="MessageData.IsWellFormed"/>.
    /// </summary>
    /// <param name="message">The message.</param>
    byte[] Encode(ServerMessage message);

    /// <summary>Length in bytes of <paramref name="body"/> with a sequence id added; its own length if the protocol has none.</summary>
    /// <param name="body">What <see cref="Encode"/> returned.</param>
    /// <param name="sequenceId">The sequence id, 1 or more.</param>
    int SequencedLength(ReadOnlySpan<byte> body, ulong sequenceId);

    /// <summary>Writes <paramref name="body"/> with a sequence id added. Allocates nothing: it runs once per recipient.</summary>
    /// <param name="body">What <see cref="Encode"/> returned.</param>
    /// <param name="sequenceId">The sequence id, 1 or more.</param>
    /// <param name="destination">Exactly <see cref="SequencedLength"/> bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    void WriteSequenced(ReadOnlySpan<byte> body, ulong sequenceId, Span<byte> destination);

    /// <summary>Encodes what a client sends.</summary>
    /// <param name="message">The message.</param>
    byte[] EncodeClient(ClientMessage message);

    /// <summary>Decodes what the gateway sent. The result keeps no reference to <paramref name="message"/>.</summary>
    /// <param name="message">One whole message.</param>
    /// <param name="value">The message; null unless the status is <see cref="DecodeStatus.Ok"/>.</param>
    /// <param name="sequenceId">Its sequence id, if it has one.</param>
    DecodeStatus DecodeServer(ReadOnlySpan<byte> message, out ServerMessage? value, out ulong? sequenceId);
}
