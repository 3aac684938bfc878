namespace Sws.Grains.Interfaces.Sessions;

/// <summary>Opaque records of a simple client, packed into one array so that a batch costs one allocation.</summary>
/// <param name="Buffer">The records, one behind the other.</param>
/// <param name="Ends">End of each record in <paramref name="Buffer"/>; null when the whole buffer is one record.</param>
[GenerateSerializer, Immutable, Alias("sws.record-batch")]
public sealed record RecordBatch([property: Id(0)] byte[] Buffer, [property: Id(1)] int[]? Ends)
{
    /// <summary>An empty batch.</summary>
    public static RecordBatch Empty { get; } = new([], []);

    /// <summary>How many records the batch holds.</summary>
    public int Count => Ends?.Length ?? 1;

    /// <summary>One record.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    public ReadOnlyMemory<byte> this[int index]
    {
        get
        {
            if (Ends is null)
            {
                ArgumentOutOfRangeException.ThrowIfNotEqual(index, 0);
                return Buffer;
            }

            int start = index == 0 ? 0 : Ends[index - 1];
            return Buffer.AsMemory(start, Ends[index] - start);
        }
    }
}
