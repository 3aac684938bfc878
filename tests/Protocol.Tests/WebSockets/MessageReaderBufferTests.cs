using System.Buffers;
using System.Runtime.InteropServices;
using Sws.Protocol.WebSockets;

namespace Sws.Protocol.Tests.WebSockets;

/// <summary>Where payloads lie, what is copied, rented and allocated.</summary>
public sealed class MessageReaderBufferTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(9, false)]
    [InlineData(9, true)]
    public void TryRead_FrameInOneSegment_IsUnmaskedInPlace(int opcode, bool masked)
    {
        using var reader = new MessageReader(MaskRule.Optional, 1000);
        var payload = FramingCases.Letters(100);
        var bytes = TestFrame.Of(opcode, payload).Encode(masked ? 0xDEADBEEF : null);
        var buffer = new ReadOnlySequence<byte>(bytes);

        Assert.Equal(ReadStatus.Message, reader.TryRead(ref buffer, out var message));

        Assert.True(MemoryMarshal.TryGetArray<byte>(message.Payload, out var segment));
        Assert.Same(bytes, segment.Array);
        Assert.Equal(bytes.Length - payload.Length, segment.Offset);
        Assert.Equal(payload, message.Payload.ToArray());
        Assert.Equal(0, reader.RentedBytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TryRead_PayloadInOneOfSeveralSegments_IsUnmaskedInPlace(bool masked)
    {
        using var reader = new MessageReader(MaskRule.Optional, 1000);
        var payload = FramingCases.Letters(100);
        var frame = TestFrame.Binary(payload).Encode(masked ? 0xDEADBEEF : null);
        var header = frame.Length - payload.Length;
        // The header ends with one segment, the payload with the next.
        var buffer = Segment.Sequence(frame[..1], frame[1..header], frame[header..], frame);

        Assert.Equal(ReadStatus.Message, reader.TryRead(ref buffer, out var message));

        Assert.Equal(payload, message.Payload.ToArray());
        Assert.Equal(0, reader.RentedBytes);
        Assert.Equal(frame.Length, buffer.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TryRead_PayloadAcrossSegments_IsRentedUntilTheNextCall(bool masked)
    {
        using var reader = new MessageReader(MaskRule.Optional, 1000);
        var payload = FramingCases.Letters(100);
        var frame = TestFrame.Binary(payload).Encode(masked ? 0xDEADBEEF : null);
        var buffer = Segment.Sequence(frame[..50], frame[50..]);

        Assert.Equal(ReadStatus.Message, reader.TryRead(ref buffer, out var message));
        Assert.Equal(payload, message.Payload.ToArray());
        Assert.InRange(reader.RentedBytes, 100, 200);
        Assert.Equal(ReadStatus.NeedMoreData, reader.TryRead(ref buffer, out _));

        Assert.Equal(0, reader.RentedBytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TryRead_ClaimedLength_RentsNothingForBytesThatHaveNotCome(bool masked)
    {
        using var reader = new MessageReader(MaskRule.Optional, 1 << 30);
        var bytes = new byte[1000];
        FrameWriter.WriteHeader(bytes, WebSocketOpcode.Binary, 1 << 30, masked ? 7 : null);
        var buffer = Segment.Sequence(bytes[..500], bytes[500..]);

        Assert.Equal(ReadStatus.NeedMoreData, reader.TryRead(ref buffer, out _));

        Assert.Equal(0, reader.RentedBytes);
        Assert.Equal(bytes.Length, buffer.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TryRead_Fragments_RentAtMostTwiceWhatCame(bool masked)
    {
        using var reader = new MessageReader(MaskRule.Optional, 1 << 20);
        var received = 0;
        for (var i = 0; i < 300; i++)
        {
            var fragment = new byte[i * 7];
            var frame = TestFrame.Of(i == 0 ? 2 : 0, fragment, fin: false).Encode(masked ? 7u : null);
            var buffer = new ReadOnlySequence<byte>(frame);
            received += fragment.Length;

            Assert.Equal(ReadStatus.NeedMoreData, reader.TryRead(ref buffer, out _));

            Assert.True(buffer.IsEmpty);
            Assert.InRange(reader.RentedBytes, received, Math.Max(16, 2 * received)); // The pool's smallest array has 16 bytes.
        }
    }

    [Fact]
    public void TryRead_EmptyFragments_RentNothing()
    {
        using var reader = new MessageReader(MaskRule.Optional, 100);
        var buffer = new ReadOnlySequence<byte>(
            TestFrame.EncodeAll([TestFrame.Text("", fin: false), .. Enumerable.Repeat(TestFrame.More(""), 1000)], masked: true));

        Assert.Equal(ReadStatus.NeedMoreData, reader.TryRead(ref buffer, out _));

        Assert.Equal(0, reader.RentedBytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TryRead_BrokenMessage_GivesTheBufferBack(bool masked)
    {
        using var reader = new MessageReader(MaskRule.Optional, 100);
        var buffer = new ReadOnlySequence<byte>(
            TestFrame.EncodeAll([TestFrame.Text("half", fin: false), TestFrame.Text("whole")], masked));

        Assert.Equal(ReadStatus.Failed, reader.TryRead(ref buffer, out var message));

        Assert.Equal(default, message);
        Assert.Equal(0, reader.RentedBytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TryRead_AfterClose_DiscardsEverythingAndHoldsNothing(bool masked)
    {
        using var reader = new MessageReader(MaskRule.Optional, 100);
        var buffer = new ReadOnlySequence<byte>(
            TestFrame.EncodeAll([TestFrame.Text("half", fin: false), TestFrame.Close(1000), TestFrame.Last("late")], masked));

        Assert.Equal(ReadStatus.Message, reader.TryRead(ref buffer, out var message));
        Assert.Equal(WebSocketOpcode.Close, message.Opcode);
        Assert.Equal(ReadStatus.NeedMoreData, reader.TryRead(ref buffer, out _));

        Assert.True(buffer.IsEmpty);
        Assert.Equal(0, reader.RentedBytes);
        Assert.Null(reader.Failure);
    }

    [Fact]
    public void TryRead_AfterFailure_KeepsFailingForTheSameReason()
    {
        using var reader = new MessageReader(MaskRule.Optional, 100);
        var bad = new ReadOnlySequence<byte>(TestFrame.Of(3, []).Encode(null));
        var good = new ReadOnlySequence<byte>(TestFrame.Text("fine").Encode(null));

        Assert.Equal(ReadStatus.Failed, reader.TryRead(ref bad, out _));
        Assert.Equal(ReadStatus.Failed, reader.TryRead(ref good, out _));

        Assert.Same(CloseReason.FrameOpcode, reader.Failure);
    }

    [Fact]
    public void Dispose_InsideAMessage_GivesTheBufferBackAndEndsTheReader()
    {
        var reader = new MessageReader(MaskRule.Optional, 100);
        var buffer = new ReadOnlySequence<byte>(TestFrame.Text("half", fin: false).Encode(null));
        Assert.Equal(ReadStatus.NeedMoreData, reader.TryRead(ref buffer, out _));
        Assert.NotEqual(0, reader.RentedBytes);

        reader.Dispose();
        reader.Dispose();

        Assert.Equal(0, reader.RentedBytes);
        Assert.Throws<ObjectDisposedException>(() => reader.TryRead(ref buffer, out _));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TryRead_InPlace_AllocatesNothing(bool masked)
    {
        using var reader = new MessageReader(MaskRule.Optional, 1 << 20);
        TestFrame[] frames =
            [TestFrame.Binary(new byte[200]), TestFrame.Text(new byte[70000]), TestFrame.Ping(new byte[5]), TestFrame.Binary([])];
        var template = TestFrame.EncodeAll(frames, masked);
        var bytes = new byte[template.Length];

        AssertAllocatesNothing(() =>
        {
            template.CopyTo(bytes, 0);
            ReadAll(reader, new ReadOnlySequence<byte>(bytes), 4);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TryRead_RentedAgainAndAgain_AllocatesNothingOnceThePoolIsWarm(bool masked)
    {
        using var reader = new MessageReader(MaskRule.Optional, 1 << 20);
        TestFrame[] frames =
        [
            TestFrame.Binary(new byte[500], fin: false), TestFrame.Ping(new byte[9]), TestFrame.Last(new byte[500]), TestFrame.Text("fine"),
        ];
        var encoded = TestFrame.EncodeAll(frames, masked);
        var cut = encoded.Chunk(100).ToArray();
        var sequence = Segment.Sequence(cut);

        AssertAllocatesNothing(() =>
        {
            var position = 0;
            foreach (var piece in sequence)
            {
                cut[position++].CopyTo(MemoryMarshal.AsMemory(piece));
            }
            ReadAll(reader, sequence, 3);
        });
    }

    [Fact]
    public void MessageReader_PerConnection_Takes40Bytes()
    {
        var readers = new MessageReader[100];
        _ = new MessageReader(MaskRule.Optional, 1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < readers.Length; i++)
        {
            readers[i] = new MessageReader(MaskRule.Optional, 1);
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(40 * readers.Length, allocated);
        GC.KeepAlive(readers);
    }

    private static void ReadAll(MessageReader reader, ReadOnlySequence<byte> buffer, int expected)
    {
        var messages = 0;
        while (reader.TryRead(ref buffer, out _) == ReadStatus.Message)
        {
            messages++;
        }
        if (messages != expected || !buffer.IsEmpty)
        {
            throw new InvalidOperationException($"Read {messages} messages, not {expected}, and left {buffer.Length} bytes.");
        }
    }

    // The least of several rounds: the runtime may allocate on this thread when it replaces code by optimised code.
    private static void AssertAllocatesNothing(Action action)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 20; i++)
            {
                action();
            }
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }
}
