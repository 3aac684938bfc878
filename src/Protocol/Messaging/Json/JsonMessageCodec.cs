using System.Buffers.Text;
using System.Text.Unicode;

namespace Sws.Protocol.Messaging.Json;

/// <summary>The two JSON subprotocols. Messages are UTF-8 JSON objects; see <c>docs/protocol-messages.md</c>.</summary>
internal sealed class JsonMessageCodec(string name, bool reliable) : IMessageCodec
{
    public string Name => name;

    public bool Reliable => reliable;

    private static ReadOnlySpan<byte> SequencePrefix => "{\"sequenceId\":"u8;

    public DecodeStatus Decode(ReadOnlySpan<byte> message, out ClientMessage? value)
    {
        value = null;
        if (!Utf8.IsValid(message))
        {
            return DecodeStatus.Malformed;
        }

        var status = JsonObjectView.Parse(message, out var view);
        return status == DecodeStatus.Ok ? JsonClientReader.Read(view, reliable, out value) : status;
    }

    public DecodeStatus DecodeServer(ReadOnlySpan<byte> message, out ServerMessage? value, out ulong? sequenceId)
    {
        value = null;
        sequenceId = null;
        if (!Utf8.IsValid(message))
        {
            return DecodeStatus.Malformed;
        }

        var status = JsonObjectView.Parse(message, out var view);
        if (status != DecodeStatus.Ok)
        {
            return status;
        }

        return view.TryUInt64(JsonField.SequenceId, out sequenceId) ? JsonServerReader.Read(view, out value) : DecodeStatus.Malformed;
    }

    public byte[] Encode(ServerMessage message)
    {
        var buffer = JsonBuffer.Take();
        JsonServerWriter.Write(buffer.Writer, message);
        return buffer.Finish();
    }

    public byte[] EncodeClient(ClientMessage message)
    {
        var buffer = JsonBuffer.Take();
        JsonClientWriter.Write(buffer.Writer, message);
        return buffer.Finish();
    }

    // A body is an object with at least "type", so the sequence id goes between its brace and its first key:
    // {"type":… becomes {"sequenceId":7,"type":…
    public int SequencedLength(ReadOnlySpan<byte> body, ulong sequenceId) =>
        reliable ? SequencePrefix.Length + DecimalDigits.Count(sequenceId) + body.Length : body.Length;

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

        SequencePrefix.CopyTo(destination);
        Utf8Formatter.TryFormat(sequenceId, destination[SequencePrefix.Length..], out var digits);
        var rest = destination[(SequencePrefix.Length + digits)..];
        rest[0] = (byte)',';
        body[1..].CopyTo(rest[1..]);
    }
}
