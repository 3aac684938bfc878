using System.Buffers;

namespace Sws.Protocol.Tests.WebSockets;

/// <summary>A link of a sequence in several pieces of writable memory, as a pipe hands it out.</summary>
internal sealed class Segment : ReadOnlySequenceSegment<byte>
{
    public Segment(Memory<byte> memory) => Memory = memory;

    public Segment Append(Memory<byte> memory)
    {
        var next = new Segment(memory) { RunningIndex = RunningIndex + Memory.Length };
        Next = next;
        return next;
    }

    /// <summary>A sequence over copies of these pieces; empty pieces stay in it.</summary>
    public static ReadOnlySequence<byte> Sequence(params IReadOnlyList<byte[]> pieces)
    {
        var first = new Segment(pieces[0].ToArray());
        var last = pieces.Skip(1).Aggregate(first, (segment, piece) => segment.Append(piece.ToArray()));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
