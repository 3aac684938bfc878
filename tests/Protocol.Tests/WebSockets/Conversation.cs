using System.Buffers;
using System.Runtime.InteropServices;
using Sws.Protocol.WebSockets;

namespace Sws.Protocol.Tests.WebSockets;

/// <summary>
/// Feeds a stream to a reader as a pipe would: what the reader leaves comes back with the next arrival in the same memory, and what it
/// consumed is overwritten, so that a reader that unmasks twice or keeps memory it gave back is found out.
/// </summary>
internal sealed class Conversation
{
    private const byte Poison = 0xDD;
    private readonly MessageReader _reader;
    private readonly List<Received> _received = [];

    private Conversation(MessageReader reader) => _reader = reader;

    public IReadOnlyList<Received> Messages => _received;

    public CloseReason? Failure { get; private set; }

    /// <summary>How many bytes the reader left when the stream ended.</summary>
    public long Left { get; private set; }

    public static Conversation Run(MessageReader reader, byte[] stream, Feed feed, int seed = 1)
    {
        var conversation = new Conversation(reader);
        var random = new Random(seed);
        switch (feed)
        {
            case Feed.Whole:
                conversation.RunLinked([[stream.ToArray()]]);
                break;
            case Feed.ByteByByte:
                conversation.RunLinked(stream.Select(value => new List<byte[]> { new[] { value } }));
                break;
            case Feed.Shredded:
                conversation.RunLinked([Cut(stream, random, 0, Math.Max(9, stream.Length / 500))]);
                break;
            case Feed.Growing:
                conversation.RunGrowing(stream.ToArray(), random);
                break;
            case Feed.Random:
                var arrivals = Cut(stream, random, 1, Math.Max(30, stream.Length / 50));
                conversation.RunLinked(arrivals.Select(arrival => Cut(arrival, random, 0, Math.Max(9, arrival.Length / 5))));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(feed));
        }
        return conversation;
    }

    public static Conversation RunChopped(MessageReader reader, byte[] stream, int chop)
    {
        var conversation = new Conversation(reader);
        conversation.RunLinked(stream.Chunk(chop).Select(piece => new List<byte[]> { piece }));
        return conversation;
    }

    private static List<byte[]> Cut(byte[] bytes, Random random, int least, int most)
    {
        var pieces = new List<byte[]>();
        for (var from = 0; from < bytes.Length;)
        {
            var length = Math.Min(random.Next(least, most + 1), bytes.Length - from);
            pieces.Add(bytes[from..(from + length)]);
            from += length;
        }
        return pieces.Count == 0 ? [[]] : pieces;
    }

    private void RunLinked(IEnumerable<List<byte[]>> arrivals)
    {
        Segment? last = null;
        SequencePosition start = default;
        foreach (var arrival in arrivals)
        {
            foreach (var piece in arrival)
            {
                if (last is null)
                {
                    last = new Segment(piece);
                    start = new SequencePosition(last, 0);
                }
                else
                {
                    last = last.Append(piece);
                }
            }
            var buffer = new ReadOnlySequence<byte>((Segment)start.GetObject()!, start.GetInteger(), last!, last!.Memory.Length);
            if (!Drain(ref buffer))
            {
                return;
            }
            start = buffer.Start;
        }
    }

    private void RunGrowing(byte[] memory, Random random)
    {
        var start = 0;
        for (var end = 0; end < memory.Length;)
        {
            end = Math.Min(end + random.Next(1, Math.Max(30, memory.Length / 50)), memory.Length);
            var buffer = new ReadOnlySequence<byte>(memory, start, end - start);
            if (!Drain(ref buffer))
            {
                return;
            }
            start = end - (int)buffer.Length;
        }
    }

    private bool Drain(ref ReadOnlySequence<byte> buffer)
    {
        while (true)
        {
            var before = buffer;
            var status = _reader.TryRead(ref buffer, out var message);
            if (status == ReadStatus.Message)
            {
                _received.Add(new Received(message.Opcode, message.Payload.ToArray()));
            }
            Overwrite(before.Slice(before.Start, buffer.Start));
            Left = buffer.Length;
            if (status == ReadStatus.Failed)
            {
                Failure = _reader.Failure ?? throw new InvalidOperationException("The reader failed without a reason.");
                return false;
            }
            if (status == ReadStatus.NeedMoreData)
            {
                return true;
            }
        }
    }

    private static void Overwrite(ReadOnlySequence<byte> consumed)
    {
        foreach (var piece in consumed)
        {
            MemoryMarshal.AsMemory(piece).Span.Fill(Poison);
        }
    }
}
