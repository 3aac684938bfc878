using Sws.Protocol.Messaging;

namespace Sws.Client.Sessions;

/// <summary>From the enumeration to the subprotocol's codec.</summary>
internal static class ProtocolNames
{
    public static IMessageCodec Codec(SwsProtocol protocol)
    {
        var name = protocol switch
        {
            SwsProtocol.JsonReliable => "json.reliable.webpubsub.azure.v1",
            SwsProtocol.ProtobufReliable => "protobuf.reliable.webpubsub.azure.v1",
            _ => throw new ArgumentOutOfRangeException(nameof(protocol)),
        };
        return MessageCodecs.Get(name) ?? throw new NotSupportedException($"No codec for {name}.");
    }
}
