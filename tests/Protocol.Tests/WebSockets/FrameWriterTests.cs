using System.Buffers;
using Sws.Protocol.WebSockets;

namespace Sws.Protocol.Tests.WebSockets;

public sealed class FrameWriterTests
{
    public static TheoryData<int, bool> Lengths =>
        new MatrixTheoryData<int, bool>([0, 1, 125, 126, 127, 65535, 65536, 1 << 20], [false, true]);

    [Theory, MemberData(nameof(Lengths))]
    public void WriteHeader_AnyLength_IsWhatTheRfcPrescribes(int length, bool masked)
    {
        foreach (var opcode in (WebSocketOpcode[])[WebSocketOpcode.Continuation, WebSocketOpcode.Text, WebSocketOpcode.Binary])
        {
            foreach (var fin in (bool[])[false, true])
            {
                uint? key = masked ? 0xA1B2C3D4 : null;
                var expected = TestFrame.Of((int)opcode, new byte[length], fin).Encode(key)[..^length];
                var header = new byte[FrameWriter.HeaderLength(length, masked)];

                Assert.Equal(header.Length, FrameWriter.WriteHeader(header, opcode, length, key, fin));

                Assert.Equal(expected, header);
            }
        }
    }

    [Fact]
    public void HeaderLength_Largest_IsTheMaximum() =>
        Assert.Equal(FrameWriter.MaxHeaderLength, FrameWriter.HeaderLength(int.MaxValue, masked: true));

    [Fact]
    public void HeaderLength_Negative_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FrameWriter.HeaderLength(-1, masked: false));

    [Theory, MemberData(nameof(Lengths))]
    public void WriteHeader_DestinationOneByteShort_Throws(int length, bool masked)
    {
        var header = new byte[FrameWriter.HeaderLength(length, masked) - 1];

        Assert.Throws<ArgumentException>(() => FrameWriter.WriteHeader(header, WebSocketOpcode.Binary, length, masked ? 1 : null));
    }

    [Theory]
    [InlineData(WebSocketOpcode.Close, 126, true)]
    [InlineData(WebSocketOpcode.Ping, 126, true)]
    [InlineData(WebSocketOpcode.Pong, 65536, true)]
    [InlineData(WebSocketOpcode.Ping, 1, false)]
    public void WriteHeader_ControlFrameTooLongOrFragmented_Throws(WebSocketOpcode opcode, int length, bool fin) =>
        Assert.Throws<ArgumentException>(() => FrameWriter.WriteHeader(new byte[14], opcode, length, fin: fin));

    [Theory]
    [InlineData("", null)]
    [InlineData("", 0xA1B2C3D4)]
    [InlineData("Closed normally", null)]
    [InlineData("Closed normally", 0xA1B2C3D4)]
    public void WriteClose_CodeAndText_IsAWholeFrame(string text, uint? key)
    {
        var frame = new byte[256];

        var written = FrameWriter.WriteClose(frame, 4401, text, key);

        Assert.Equal(TestFrame.Close(4401, text).Encode(key), frame[..written]);
        Assert.All(frame[written..], value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WriteClose_EveryReasonOfTheTable_ReadsBack(bool masked)
    {
        var frame = new byte[FrameWriter.MaxHeaderLength + FrameWriter.MaxControlPayload];
        foreach (var reason in CloseReason.All)
        {
            using var reader = new MessageReader(masked ? MaskRule.Required : MaskRule.Forbidden, 0);

            var written = FrameWriter.WriteClose(frame, reason.Code, reason.Text, masked ? 0xA1B2C3D4 : null);
            var buffer = new ReadOnlySequence<byte>(frame, 0, written);

            Assert.Equal(ReadStatus.Message, reader.TryRead(ref buffer, out var message));
            Assert.True(ClosePayload.TryParse(message.Payload.Span, out var payload, out _));
            Assert.Equal(reason.Code, payload.Code);
        }
    }

    [Theory]
    [InlineData(123, false)]
    [InlineData(124, true)]
    public void WriteClose_TextAtTheLimit_FitsUpTo123(int length, bool throws)
    {
        var text = new string('x', length);
        var frame = new byte[127];

        if (throws)
        {
            Assert.Throws<ArgumentException>(() => FrameWriter.WriteClose(frame, 1000, text));
        }
        else
        {
            Assert.Equal(127, FrameWriter.WriteClose(frame, 1000, text));
        }
    }

    [Fact]
    public void WriteClose_TextThatIsNotAscii_Throws() =>
        Assert.Throws<ArgumentException>(() => FrameWriter.WriteClose(new byte[127], 1000, "é"));

    [Fact]
    public void WriteClose_DestinationOneByteShort_ThrowsAndWritesNothing()
    {
        var frame = new byte[6];

        Assert.Throws<ArgumentException>(() => FrameWriter.WriteClose(frame, 1000, "abc"));

        Assert.All(frame, value => Assert.Equal(0, value));
    }
}
