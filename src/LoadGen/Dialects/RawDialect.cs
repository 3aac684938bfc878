namespace Sws.LoadGen.Dialects;

/// <summary>Every message is a payload: an echo server, or a hub of simple clients.</summary>
internal sealed class RawDialect : IDialect
{
    /// <inheritdoc/>
    public string Query => "";

    /// <inheritdoc/>
    public bool IsText => false;

    /// <inheritdoc/>
    public byte[]? Greeting => null;

    /// <inheritdoc/>
    public bool AwaitsReady => false;

    /// <inheritdoc/>
    public int PayloadBytes(int size) => size;

    /// <inheritdoc/>
    public string? EchoGroup(int index) => null;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Echo(int index, ReadOnlySpan<byte> payload) => payload;

    /// <inheritdoc/>
    public byte[] Join(string group, ulong ackId) => throw new NotSupportedException("Simple clients have no groups.");

    /// <inheritdoc/>
    public byte[] Publish(string group, ReadOnlySpan<byte> payload, ulong? ackId) => throw new NotSupportedException("Simple clients have no groups.");

    /// <inheritdoc/>
    public bool TryRead(ref ReadOnlySpan<byte> arrived, out Arrival arrival)
    {
        arrival = new Arrival { Kind = ArrivalKind.Payload, Payload = arrived };
        var any = !arrived.IsEmpty;
        arrived = default;
        return any;
    }
}
