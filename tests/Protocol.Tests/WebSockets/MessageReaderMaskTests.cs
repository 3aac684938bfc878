using System.Buffers;
using System.IO.Pipelines;
using Sws.Protocol.WebSockets;

namespace Sws.Protocol.Tests.WebSockets;

public sealed class MessageReaderMaskTests
{
    /// <summary>The masked and the unmasked "Hello" that RFC 6455 prints in section 5.7, and its pings.</summary>
    [Theory]
    [InlineData("810548656C6C6F", WebSocketOpcode.Text)]
    [InlineData("818537FA213D7F9F4D5158", WebSocketOpcode.Text)]
    [InlineData("010348656C80026C6F", WebSocketOpcode.Text)]
    [InlineData("890548656C6C6F", WebSocketOpcode.Ping)]
    [InlineData("8A8537FA213D7F9F4D5158", WebSocketOpcode.Pong)]
    public void TryRead_ExampleOfTheRfc_IsHello(string hex, WebSocketOpcode opcode)
    {
        using var reader = new MessageReader(MaskRule.Optional, 5);
        var buffer = new ReadOnlySequence<byte>(Convert.FromHexString(hex));

        Assert.Equal(ReadStatus.Message, reader.TryRead(ref buffer, out var message));

        Assert.Equal(opcode, message.Opcode);
        Assert.Equal("Hello"u8, message.Payload.Span);
        Assert.True(buffer.IsEmpty);
    }

    [Theory]
    [InlineData(MaskRule.Required, true, null)]
    [InlineData(MaskRule.Required, false, "frame_unmasked")]
    [InlineData(MaskRule.Optional, true, null)]
    [InlineData(MaskRule.Optional, false, null)]
    [InlineData(MaskRule.Forbidden, true, "frame_masked")]
    [InlineData(MaskRule.Forbidden, false, null)]
    public void TryRead_MaskAgainstRule_IsAcceptedOrRefused(MaskRule rule, bool masked, string? tag)
    {
        foreach (var frame in (TestFrame[])[TestFrame.Text("x"), TestFrame.Binary([]), TestFrame.Ping("x"), TestFrame.Close(1000)])
        {
            using var reader = new MessageReader(rule, 100);
            var buffer = new ReadOnlySequence<byte>(frame.Encode(masked ? 0x01020304u : null));

            var status = reader.TryRead(ref buffer, out _);

            Assert.Equal(tag is null ? ReadStatus.Message : ReadStatus.Failed, status);
            Assert.Equal(tag, reader.Failure?.Tag);
        }
    }

    // Widespread native clients mask their close frames and nothing else.
    [Fact]
    public void TryRead_MaskedAndUnmaskedFragmentsMixed_AreAcceptedWhereTheRuleIsOptional()
    {
        using var reader = new MessageReader(MaskRule.Optional, 100);
        byte[] stream =
        [
            .. TestFrame.Text("one ", fin: false).Encode(null),
            .. TestFrame.Ping("p").Encode(0xFFFFFFFF),
            .. TestFrame.More("two ").Encode(0x00FF00FF),
            .. TestFrame.Last("three").Encode(null),
            .. TestFrame.Close(1000).Encode(0x12345678),
        ];

        var conversation = Conversation.Run(reader, stream, Feed.Random);

        Assert.Equal([Received.Ping("p"), Received.Text("one two three"), Received.Close([0x03, 0xE8])], conversation.Messages);
        Assert.Null(conversation.Failure);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TryRead_OverAPipe_ReadsWhatWasWritten(bool masked)
    {
        var pipe = new Pipe(new PipeOptions(minimumSegmentSize: 256, pauseWriterThreshold: 0));
        using var reader = new MessageReader(masked ? MaskRule.Required : MaskRule.Forbidden, 10_000);
        byte[][] messages = [.. Enumerable.Range(0, 40).Select(i => FramingCases.Bytes(i * i))];
        var stream = TestFrame.EncodeAll(messages.SelectMany(message => TestFrame.Fragmented(2, message, 700)), masked);
        var received = new List<byte[]>();

        foreach (var piece in stream.Chunk(333))
        {
            await pipe.Writer.WriteAsync(piece, TestContext.Current.CancellationToken);
            var result = await pipe.Reader.ReadAsync(TestContext.Current.CancellationToken);
            var buffer = result.Buffer;
            while (reader.TryRead(ref buffer, out var message) == ReadStatus.Message)
            {
                received.Add(message.Payload.ToArray());
            }
            pipe.Reader.AdvanceTo(buffer.Start, buffer.End);
        }

        Assert.Equal(messages, received);
        Assert.Null(reader.Failure);
    }
}
