using System.Buffers;
using System.Text;
using CsCheck;
using Sws.Protocol.WebSockets;

namespace Sws.Protocol.Tests.WebSockets;

public sealed class MessageReaderPropertyTests
{
    private const int Limit = 5000;

    private static readonly Gen<byte[]> Bytes = Gen.Byte.Array[0, 300];

    private static readonly Gen<byte[]> Letters =
        Gen.Int[0, 0x10FFFF].Where(Rune.IsValid).Array[0, 60]
            .Select(codePoints => Encoding.UTF8.GetBytes(string.Concat(codePoints.Select(char.ConvertFromUtf32))));

    private static readonly Gen<Received> Data = Gen.OneOf(
        Bytes.Select(Received.Binary),
        Gen.Int[0, Limit].Select(length => Received.Binary(FramingCases.Bytes(length))),
        Letters.Select(Received.Text));

    private static readonly Gen<Received> Control =
        Gen.Select(Gen.Bool.Select(ping => ping ? WebSocketOpcode.Ping : WebSocketOpcode.Pong), Gen.Byte.Array[0, 125])
            .Select(pair => new Received(pair.Item1, pair.Item2));

    private static readonly Gen<(Received[] Messages, Received[] Controls, int Seed, Peer Peer, Feed Feed)> Scripts = Gen.Select(
        Data.Array[0, 8], Control.Array[1, 5], Gen.Int, Gen.Enum<Peer>(), Gen.Enum<Feed>());

    [Fact]
    public void TryRead_RandomMessagesFragmentedMaskedAndSplit_ComeBackEqual() =>
        Scripts.Sample(
            script =>
            {
                var (frames, expected) = Write(script.Messages, script.Controls, new Random(script.Seed));
                using var reader = new MessageReader(script.Peer.Rule(), Limit);

                var conversation = Conversation.Run(
                    reader, TestFrame.EncodeAll(frames, script.Peer.Masks(), script.Seed), script.Feed, script.Seed);

                Assert.Null(conversation.Failure);
                Assert.Equal(expected, conversation.Messages);
                Assert.Equal(0, conversation.Left);
                Assert.Equal(0, reader.RentedBytes);
            },
            iter: 1000);

    /// <summary>Garbage behind a valid beginning: any result will do, but no exception, and no other result for another split.</summary>
    [Fact]
    public void TryRead_Garbage_NeverThrowsAndNeverDependsOnTheSplit() =>
        Gen.Select(Scripts, Gen.Byte.Array[0, 200], Gen.Int[0, 400]).Sample(
            (script, garbage, keep) =>
            {
                var (frames, _) = Write(script.Messages, script.Controls, new Random(script.Seed));
                var valid = TestFrame.EncodeAll(frames, script.Peer.Masks(), script.Seed);
                byte[] stream = [.. valid.AsSpan(0, Math.Min(keep, valid.Length)), .. garbage];
                using var whole = new MessageReader(script.Peer.Rule(), Limit);
                using var split = new MessageReader(script.Peer.Rule(), Limit);

                var expected = Conversation.Run(whole, stream, Feed.Whole);
                var conversation = Conversation.Run(split, stream, script.Feed, script.Seed);

                Assert.Equal(expected.Messages, conversation.Messages);
                Assert.Same(expected.Failure, conversation.Failure);
                Assert.True(split.RentedBytes <= 2 * Math.Max(8, stream.Length));
            },
            iter: 2000);

    [Fact]
    public void TryRead_OneByteChanged_NeverThrows() =>
        Gen.Select(Scripts, Gen.Int[0, 10000], Gen.Byte).Sample(
            (script, position, change) =>
            {
                var (frames, _) = Write(script.Messages, script.Controls, new Random(script.Seed));
                var stream = TestFrame.EncodeAll(frames, script.Peer.Masks(), script.Seed);
                if (stream.Length > 0)
                {
                    stream[position % stream.Length] ^= change;
                }
                using var reader = new MessageReader(script.Peer.Rule(), Limit);

                var conversation = Conversation.Run(reader, stream, script.Feed, script.Seed);

                Assert.All(conversation.Messages, message => Assert.NotEqual(WebSocketOpcode.Continuation, message.Opcode));
            },
            iter: 1000);

    [Fact]
    public void WriteHeaderAndMask_RandomMessage_ReadsBack() =>
        Gen.Select(Data, Gen.UInt, Gen.Bool).Sample(
            (message, key, masked) =>
            {
                var headerLength = FrameWriter.HeaderLength(message.Payload.Length, masked);
                byte[] frame = [.. new byte[headerLength], .. message.Payload];
                FrameWriter.WriteHeader(frame, message.Opcode, message.Payload.Length, masked ? key : null);
                if (masked)
                {
                    FrameWriter.Mask(frame.AsSpan(headerLength), key);
                }
                using var reader = new MessageReader(masked ? MaskRule.Required : MaskRule.Forbidden, Limit);
                var buffer = new ReadOnlySequence<byte>(frame);

                Assert.Equal(ReadStatus.Message, reader.TryRead(ref buffer, out var read));
                Assert.Equal(message, new Received(read.Opcode, read.Payload.ToArray()));
            },
            iter: 1000);

    /// <summary>Cuts the messages at random places and strews control frames between the pieces.</summary>
    private static (List<TestFrame> Frames, List<Received> Expected) Write(Received[] messages, Received[] controls, Random random)
    {
        var (frames, expected) = (new List<TestFrame>(), new List<Received>());
        foreach (var message in messages)
        {
            var opcode = (int)message.Opcode;
            var from = 0;
            while (random.Next(3) != 0)
            {
                var length = random.Next(message.Payload.Length - from + 1);
                frames.Add(TestFrame.Of(opcode, message.Payload[from..(from + length)], fin: false));
                (opcode, from) = (0, from + length);
                if (random.Next(2) == 0)
                {
                    var control = controls[random.Next(controls.Length)];
                    frames.Add(TestFrame.Of((int)control.Opcode, control.Payload));
                    expected.Add(control);
                }
            }
            frames.Add(TestFrame.Of(opcode, message.Payload[from..]));
            expected.Add(message);
        }
        return (frames, expected);
    }
}
