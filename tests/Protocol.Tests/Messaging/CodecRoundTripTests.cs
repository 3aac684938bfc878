using Sws.Protocol.Messaging;

namespace Sws.Protocol.Tests.Messaging;

public class CodecRoundTripTests
{
    public static TheoryData<string> Codecs => [.. MessageCodecs.Names];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void EncodeClient_EverySample_DecodesToTheSame(string name)
    {
        var codec = MessageCodecs.Get(name)!;
        foreach (var message in codec.Reliable ? Samples.ReliableClient : Samples.Client)
        {
            var bytes = codec.EncodeClient(message);

            Assert.Equal(DecodeStatus.Ok, codec.Decode(bytes, out var decoded));
            Assert.Equal(message, decoded);
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Encode_EverySample_DecodesToTheSame(string name)
    {
        var codec = MessageCodecs.Get(name)!;
        foreach (var message in Samples.Server)
        {
            var bytes = codec.Encode(message);

            Assert.Equal(DecodeStatus.Ok, codec.DecodeServer(bytes, out var decoded, out var sequenceId));
            Assert.Equal(message, decoded);
            Assert.Null(sequenceId);
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Decode_BufferReusedAfterwards_MessageUnchanged(string name)
    {
        var codec = MessageCodecs.Get(name)!;
        foreach (var message in Samples.Client)
        {
            var bytes = codec.EncodeClient(message);
            codec.Decode(bytes, out var decoded);
            Array.Fill(bytes, (byte)0xAA);

            Assert.Equal(message, decoded);
        }
    }

    [Fact]
    public void Samples_EveryMessageType_IsCovered()
    {
        Assert.Equal(ConcreteTypes<ClientMessage>(), TypesOf(Samples.ReliableClient));
        Assert.Equal(ConcreteTypes<ServerMessage>(), TypesOf(Samples.Server));
    }

    private static IEnumerable<string> ConcreteTypes<T>() =>
        typeof(T).Assembly.GetTypes().Where(type => type.BaseType == typeof(T)).Select(type => type.Name).Order();

    private static IEnumerable<string> TypesOf(IEnumerable<object> messages) =>
        messages.Select(message => message.GetType().Name).Distinct().Order();
}
