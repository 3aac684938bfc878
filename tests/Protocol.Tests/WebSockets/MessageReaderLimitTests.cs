using System.Buffers;
using Sws.Protocol.WebSockets;

namespace Sws.Protocol.Tests.WebSockets;

public sealed class MessageReaderLimitTests
{
    public static TheoryData<int, Peer> Limits => Peers.With([1, 2, 125, 126, 127, 65535, 65536, 65537]);

    [Theory, MemberData(nameof(Limits))]
    public void TryRead_OneFrameAtTheLimit_IsReadUpToTheLimitOnly(int limit, Peer peer)
    {
        Check(limit, peer, length => [TestFrame.Binary(FramingCases.Bytes(length))]);
    }

    [Theory, MemberData(nameof(Limits))]
    public void TryRead_FragmentsAtTheLimit_AreReadUpToTheLimitOnly(int limit, Peer peer)
    {
        Check(limit, peer, length => TestFrame.Fragmented(2, FramingCases.Bytes(length), Math.Max(1, length / 3)));
    }

    private static void Check(int limit, Peer peer, Func<int, TestFrame[]> frames)
    {
        foreach (var feed in (Feed[])[Feed.Whole, Feed.Random])
        {
            foreach (var length in (int[])[limit - 1, limit, limit + 1])
            {
                using var reader = new MessageReader(peer.Rule(), limit);

                var conversation = Conversation.Run(reader, TestFrame.EncodeAll(frames(length), peer.Masks()), feed);

                if (length <= limit)
                {
                    Assert.Null(conversation.Failure);
                    Assert.Equal([Received.Binary(FramingCases.Bytes(length))], conversation.Messages);
                }
                else
                {
                    Assert.Same(CloseReason.MessageTooBig, conversation.Failure);
                    Assert.Empty(conversation.Messages);
                }
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TryRead_HeaderOverTheLimit_FailsWithoutAnyPayload(bool masked)
    {
        using var reader = new MessageReader(MaskRule.Optional, 1000);
        var header = new byte[14];
        var length = FrameWriter.WriteHeader(header, WebSocketOpcode.Binary, 1001, masked ? 7 : null);

        var status = Read(reader, header[..length]);

        Assert.Equal(ReadStatus.Failed, status);
        Assert.Same(CloseReason.MessageTooBig, reader.Failure);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TryRead_LastFragmentOverTheLimit_FailsWithoutItsPayload(bool masked)
    {
        using var reader = new MessageReader(MaskRule.Optional, 1000);
        byte[] fits = TestFrame.EncodeAll([TestFrame.Binary(new byte[600], fin: false), TestFrame.More(new byte[400])], masked);
        byte[] exceeds = TestFrame.Last(new byte[1]).Encode(masked ? 7u : null)[..2];

        Assert.Equal(ReadStatus.NeedMoreData, Read(reader, fits));
        Assert.Equal(ReadStatus.Failed, Read(reader, exceeds));

        Assert.Same(CloseReason.MessageTooBig, reader.Failure);
        Assert.Equal(0, reader.RentedBytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TryRead_ControlFrame_IsNotCountedAgainstTheLimit(bool masked)
    {
        using var reader = new MessageReader(MaskRule.Optional, 4);
        var ping = FramingCases.Bytes(125);
        TestFrame[] frames = [TestFrame.Binary([1, 2], fin: false), TestFrame.Ping(ping), TestFrame.Last([3, 4])];

        var conversation = Conversation.Run(reader, TestFrame.EncodeAll(frames, masked), Feed.Shredded);

        Assert.Null(conversation.Failure);
        Assert.Equal([Received.Ping(ping), Received.Binary([1, 2, 3, 4])], conversation.Messages);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MaxMessageBytes_Raised_HoldsFromTheNextMessage(bool masked)
    {
        using var reader = new MessageReader(MaskRule.Optional, 4);
        Assert.Equal(ReadStatus.Message, Read(reader, TestFrame.Text("1234").Encode(masked ? 7u : null)));

        reader.MaxMessageBytes = 5;

        Assert.Equal(ReadStatus.Message, Read(reader, TestFrame.Text("12345").Encode(masked ? 7u : null)));
        Assert.Equal(ReadStatus.Failed, Read(reader, TestFrame.Text("123456").Encode(masked ? 7u : null)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MaxMessageBytes_LoweredBelowWhatIsThere_FailsAtTheNextFragment(bool masked)
    {
        using var reader = new MessageReader(MaskRule.Optional, 100);
        Assert.Equal(ReadStatus.NeedMoreData, Read(reader, TestFrame.Text("1234", fin: false).Encode(masked ? 7u : null)));

        reader.MaxMessageBytes = 3;

        Assert.Equal(ReadStatus.Failed, Read(reader, TestFrame.Last("").Encode(masked ? 7u : null)));
        Assert.Same(CloseReason.MessageTooBig, reader.Failure);
    }

    [Fact]
    public void MaxMessageBytes_Zero_AllowsEmptyMessagesOnly()
    {
        using var reader = new MessageReader(MaskRule.Optional, 0);

        Assert.Equal(ReadStatus.Message, Read(reader, TestFrame.Text("").Encode(null)));
        Assert.Equal(ReadStatus.Failed, Read(reader, TestFrame.Text("1").Encode(null)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void MaxMessageBytes_OutOfRange_Throws(int limit)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MessageReader(MaskRule.Optional, limit));
        using var reader = new MessageReader(MaskRule.Optional, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.MaxMessageBytes = limit);
    }

    private static ReadStatus Read(MessageReader reader, byte[] bytes)
    {
        var buffer = new ReadOnlySequence<byte>(bytes);
        return reader.TryRead(ref buffer, out _);
    }
}
