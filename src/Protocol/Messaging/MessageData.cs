namespace Sws.Protocol.Messaging;

/// <summary>The payload of a message. Two payloads are equal when their kind and their bytes are.</summary>
/// <param name="Kind">How to read <paramref name="Bytes"/>.</param>
/// <param name="Bytes">UTF-8 text, one raw JSON value, opaque bytes, or a serialised <c>google.protobuf.Any</c>.</param>
public readonly record struct MessageData(DataKind Kind, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>
    /// Whether the bytes are what <see cref="Kind"/> says: valid UTF-8, one JSON value no deeper than
    /// <see cref="MessageLimits.MaxJsonDepth"/>, a well-formed <c>google.protobuf.Any</c>. Decoded messages always are; whoever makes
    /// a payload from other input (HTTP, webhooks) asks here before encoding it, because codecs embed the bytes unchecked.
    /// </summary>
    public bool IsWellFormed() => PayloadRules.Check(Kind, Bytes.Span) == DecodeStatus.Ok;

    /// <inheritdoc/>
    public bool Equals(MessageData other) => Kind == other.Kind && Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Kind);
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    /// <summary>The kind and the size, never the content.</summary>
    public override string ToString() => $"{Kind}, {Bytes.Length} bytes";
}
