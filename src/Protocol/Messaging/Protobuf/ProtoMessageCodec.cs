namespace Sws.Protocol.Messaging.Protobuf;

/// <summary>The two protobuf subprotocols; the schema is <c>docs/protocol-messages.proto</c>.</summary>
internal sealed class ProtoMessageCodec(string name, bool reliable) : IMessageCodec
{
    private const byte SequenceTag = (ProtoField.SequenceId << 3) | (byte)WireType.Varint;

    public string Name => name;

    public bool Reliable => reliable;

    public DecodeStatus Decode(ReadOnlySpan<byte> message, out ClientMessage? value) =>
        ProtoClientReader.Read(message, reliable, out value);

    public DecodeStatus DecodeServer(ReadOnlySpan<byte> message, out ServerMessage? value, out ulong? sequenceId) =>
        ProtoServerReader.Read(message, out value, out sequenceId);

    public byte[] Encode(ServerMessage message) => ProtoServerWriter.Write(message);

    public byte[] EncodeClient(ClientMessage message) => ProtoClientWriter.Write(message);

    // A body is one tag, one length and the message of that length. The sequence id is the last field of that message, so the length
    // grows, and perhaps the bytes it takes.
    public int SequencedLength(ReadOnlySpan<byte> body, ulong sequenceId)
    {
        if (!reliable)
        {
            return body.Length;
        }

        var head = SplitBody(body, out var content);
        var length = content.Length + 1 + ProtoVarint.Size(sequenceId);
        return head.Length + ProtoVarint.Size((ulong)length) + length;
    }

    public void WriteSequenced(ReadOnlySpan<byte> body, ulong sequenceId, Span<byte> destination)
    {
        if (destination.Length != SequencedLength(body, sequenceId))
        {
            throw new ArgumentException("The destination must have exactly the sequenced length.", nameof(destination));
        }

        if (!reliable)
        {
            body.CopyTo(destination);
            return;
        }

        var head = SplitBody(body, out var content);
        head.CopyTo(destination);
        var rest = destination[head.Length..];
        rest = rest[ProtoVarint.Write(rest, (ulong)(content.Length + 1 + ProtoVarint.Size(sequenceId)))..];
        content.CopyTo(rest);
        rest[content.Length] = SequenceTag;
        ProtoVarint.Write(rest[(content.Length + 1)..], sequenceId);
    }

    /// <summary>The tag of a body, and the message after its length.</summary>
    private static ReadOnlySpan<byte> SplitBody(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> content)
    {
        var reader = new ProtoReader(body);
        reader.TryReadTag(out _, out _);
        var head = body[..reader.Position];
        reader.TryReadBytes(out content);
        return head;
    }
}
