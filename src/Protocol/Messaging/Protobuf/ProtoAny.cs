namespace Sws.Protocol.Messaging.Protobuf;

/// <summary>The shape of a <c>google.protobuf.Any</c>: <c>string type_url = 1; bytes value = 2;</c>.</summary>
internal static class ProtoAny
{
    /// <summary>Whether another parser will take these bytes as an <c>Any</c>. What is inside is the applications' affair.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> bytes)
    {
        var reader = new ProtoReader(bytes);
        while (!reader.AtEnd)
        {
            var valid = reader.TryReadTag(out var field, out var wire) && (field, wire) switch
            {
                (1, WireType.Length) => reader.TryReadUtf8(out _),
                (2, WireType.Length) => reader.TryReadBytes(out _),
                (1 or 2, _) => false,
                _ => reader.TrySkip(wire),
            };
            if (!valid)
            {
                return false;
            }
        }

        return true;
    }
}
