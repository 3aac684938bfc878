using System.Text;
using Sws.Protocol.Messaging;

namespace Sws.Protocol.Tests.Messaging;

/// <summary>Short names for what most tests here need.</summary>
internal static class Codecs
{
    public static readonly IMessageCodec ReliableJson = MessageCodecs.Get("json.reliable.webpubsub.azure.v1")!;
    public static readonly IMessageCodec PlainJson = MessageCodecs.Get("json.webpubsub.azure.v1")!;
    public static readonly IMessageCodec ReliableProto = MessageCodecs.Get("protobuf.reliable.webpubsub.azure.v1")!;
    public static readonly IMessageCodec PlainProto = MessageCodecs.Get("protobuf.webpubsub.azure.v1")!;

    public static readonly IMessageCodec[] All = [ReliableJson, PlainJson, ReliableProto, PlainProto];

    public static byte[] Sequence(IMessageCodec codec, byte[] body, ulong sequenceId)
    {
        var sequenced = new byte[codec.SequencedLength(body, sequenceId)];
        codec.WriteSequenced(body, sequenceId, sequenced);
        return sequenced;
    }

    public static MessageData TextData(string text) => new(DataKind.Text, Encoding.UTF8.GetBytes(text));

    public static MessageData JsonData(string json) => new(DataKind.Json, Encoding.UTF8.GetBytes(json));
}
