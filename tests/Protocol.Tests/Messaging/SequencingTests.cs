using CsCheck;
using Sws.Protocol.Messaging;
using static Sws.Protocol.Tests.Messaging.Codecs;

namespace Sws.Protocol.Tests.Messaging;

public class SequencingTests
{
    private static readonly ulong[] Edges =
        [1, 9, 10, 99, 100, 127, 128, 16_383, 16_384, 9_007_199_254_740_992, 9_999_999_999_999_999_999, 10_000_000_000_000_000_000, ulong.MaxValue];

    [Fact]
    public void WriteSequenced_RandomMessages_DecodeToTheSameWithTheId() =>
        Gen.Select(Generators.Server, Gen.OneOf(Gen.OneOf(Edges), Gen.ULong[1, ulong.MaxValue])).Sample(
            (message, id) =>
            {
                foreach (var codec in All)
                {
                    var sequenced = Sequence(codec, codec.Encode(message), id);

                    Assert.Equal(DecodeStatus.Ok, codec.DecodeServer(sequenced, out var decoded, out var sequenceId));
                    Assert.Equal(message, decoded);
                    Assert.Equal(codec.Reliable ? id : null, sequenceId);
                }
            },
            iter: 1000);

    [Fact]
    public void WriteSequenced_PlainProtocols_BodyUnchanged()
    {
        foreach (var codec in new[] { PlainJson, PlainProto })
        {
            var body = codec.Encode(new ServerData(TextData("x")));

            Assert.Equal(body, Sequence(codec, body, 7));
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void WriteSequenced_DestinationOfAnotherLength_Throws(int difference)
    {
        foreach (var codec in All)
        {
            var body = codec.Encode(new ServerData(TextData("x")));
            var destination = new byte[codec.SequencedLength(body, 7) + difference];

            Assert.Throws<ArgumentException>(() => codec.WriteSequenced(body, 7, destination));
        }
    }

    [Fact]
    public void WriteSequenced_ManyTimes_AllocatesNothing()
    {
        foreach (var codec in All)
        {
            var body = codec.Encode(new GroupMessage("room", "alice", Samples.Json, new StreamPosition("e", 1)));
            var destination = new byte[codec.SequencedLength(body, ulong.MaxValue)];
            WriteMany(codec, body, destination);

            var before = GC.GetAllocatedBytesForCurrentThread();
            WriteMany(codec, body, destination);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.Equal(0, allocated);
        }
    }

    [Fact]
    public void Encode_SmallMessage_AllocatesItsResultOnly()
    {
        var message = new GroupMessage("room", "alice", Samples.Text, null);
        foreach (var codec in All)
        {
            var length = codec.Encode(message).Length;

            var before = GC.GetAllocatedBytesForCurrentThread();
            codec.Encode(message);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            // The array's header and its rounding up to eight bytes.
            Assert.InRange(allocated, length, length + 32);
        }
    }

    [Fact]
    public void IsSequenced_MessagesThatMayBeMissed_AreNot()
    {
        var sequenced = Samples.Server.Where(message => message.IsSequenced).Select(message => message.GetType()).Distinct();

        Assert.Equal([typeof(GroupMessage), typeof(ServerData), typeof(DirectMessage), typeof(Presence)], sequenced);
    }

    private static void WriteMany(IMessageCodec codec, byte[] body, byte[] destination)
    {
        for (ulong id = 1; id <= 1000; id++)
        {
            codec.WriteSequenced(body, id, destination.AsSpan(0, codec.SequencedLength(body, id)));
        }
    }
}
