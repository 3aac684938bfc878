using CsCheck;
using Sws.Protocol.Messaging;

namespace Sws.Protocol.Tests.Messaging;

public class CodecPropertyTests
{
    private const int Iterations = 1000;

    [Fact]
    public void EncodeClient_RandomMessages_DecodeToTheSame() => Generators.Client.Sample(
        message =>
        {
            foreach (var codec in Codecs.All.Where(codec => codec.Reliable || message is not SequenceAck))
            {
                Assert.Equal(DecodeStatus.Ok, codec.Decode(codec.EncodeClient(message), out var decoded));
                Assert.Equal(message, decoded);
            }
        },
        iter: Iterations);

    [Fact]
    public void Encode_RandomMessages_DecodeToTheSame() => Generators.Server.Sample(
        message =>
        {
            foreach (var codec in Codecs.All)
            {
                Assert.Equal(DecodeStatus.Ok, codec.DecodeServer(codec.Encode(message), out var decoded, out _));
                Assert.Equal(message, decoded);
            }
        },
        iter: Iterations);

    [Fact]
    public void Decode_Garbage_NeverThrows() => Gen.Byte.Array[0, 64].Sample(DecodeEverywhere, iter: 10 * Iterations);

    [Fact]
    public void Decode_DamagedMessages_NeverThrows() =>
        Gen.Select(Generators.Client, Generators.Server, Gen.Select(Gen.Int[0, 1 << 20], Gen.Byte).Array[1, 4]).Sample(
            (client, server, damage) =>
            {
                foreach (var codec in Codecs.All)
                {
                    DecodeEverywhere(Damage(codec.EncodeClient(client), damage));
                    DecodeEverywhere(Damage(codec.Encode(server), damage));
                }
            },
            iter: Iterations);

    [Fact]
    public void Decode_Truncated_NeverOk()
    {
        foreach (var codec in Codecs.All)
        {
            foreach (var bytes in Samples.Client.Select(codec.EncodeClient))
            {
                for (var length = 0; length < bytes.Length; length++)
                {
                    Assert.Equal(DecodeStatus.Malformed, codec.Decode(bytes.AsSpan(0, length), out _));
                }
            }

            foreach (var bytes in Samples.Server.Select(codec.Encode))
            {
                for (var length = 0; length < bytes.Length; length++)
                {
                    Assert.Equal(DecodeStatus.Malformed, codec.DecodeServer(bytes.AsSpan(0, length), out _, out _));
                }
            }
        }
    }

    // What a client gets through must be fit for every other client, whatever protocol that one speaks.
    [Fact]
    public void Decode_DamagedButAccepted_ReachesOthersIntact() =>
        Gen.Select(Generators.Name, Generators.Data, Gen.Select(Gen.Int[0, 1 << 20], Gen.Byte).Array[1, 2]).Sample(
            (group, data, damage) =>
            {
                foreach (var codec in Codecs.All)
                {
                    var bytes = Damage(codec.EncodeClient(new SendToGroup(group, data, false, null)), damage);
                    if (codec.Decode(bytes, out var message) == DecodeStatus.Ok && message is SendToGroup send)
                    {
                        AssertReachesOthers(new GroupMessage(send.Group, null, send.Data, null));
                    }
                }
            },
            iter: Iterations);

    private static void AssertReachesOthers(GroupMessage message)
    {
        foreach (var codec in Codecs.All)
        {
            Assert.Equal(DecodeStatus.Ok, codec.DecodeServer(codec.Encode(message), out var received, out _));
            Assert.Equal(message, received);
        }
    }

    private static byte[] Damage(byte[] bytes, (int Index, byte Value)[] damage)
    {
        foreach (var (index, value) in damage)
        {
            bytes[index % bytes.Length] = value;
        }

        return bytes;
    }

    private static void DecodeEverywhere(byte[] bytes)
    {
        foreach (var codec in Codecs.All)
        {
            var fromClient = codec.Decode(bytes, out var client);
            var fromServer = codec.DecodeServer(bytes, out var server, out _);

            Assert.Equal(fromClient == DecodeStatus.Ok, client is not null);
            Assert.Equal(fromServer == DecodeStatus.Ok, server is not null);
        }
    }
}
