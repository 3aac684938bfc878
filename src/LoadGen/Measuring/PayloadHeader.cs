using System.Buffers.Binary;

namespace Sws.LoadGen.Measuring;

/// <summary>
/// The first bytes of every payload: which run and sender it belongs to, its number, and when it was due. Little-endian:
/// run tag (4), sender (4), sequence (8), intended time in clock ticks of the sending process (8).
/// </summary>
/// <param name="RunTag">Random per run: a message of another run, or of another program, is not counted as ours.</param>
/// <param name="Sender">Index of the sending connection within its worker.</param>
/// <param name="Sequence">0 for a sender's first message, then one more each.</param>
/// <param name="IntendedTicks">When the schedule wanted it sent, not when it was: waiting in the generator counts as latency.</param>
internal readonly record struct PayloadHeader(uint RunTag, int Sender, long Sequence, long IntendedTicks)
{
    /// <summary>Bytes the header takes; the smallest payload.</summary>
    public const int Length = 24;

    /// <summary>Writes the header to the start of a payload of at least <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> payload)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(payload, RunTag);
        BinaryPrimitives.WriteInt32LittleEndian(payload[4..], Sender);
        BinaryPrimitives.WriteInt64LittleEndian(payload[8..], Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(payload[16..], IntendedTicks);
    }

    /// <summary>Reads a header. False when the payload is too short or belongs to another run.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, uint runTag, out PayloadHeader header)
    {
        header = default;
        if (payload.Length < Length || BinaryPrimitives.ReadUInt32LittleEndian(payload) != runTag)
        {
            return false;
        }

        header = new PayloadHeader(
            runTag,
            BinaryPrimitives.ReadInt32LittleEndian(payload[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(payload[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(payload[16..]));
        return header.Sender >= 0 && header.Sequence >= 0;
    }
}
