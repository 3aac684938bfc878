using Sws.Protocol.Messaging.Json;
using Sws.Protocol.Messaging.Protobuf;

namespace Sws.Protocol.Messaging;

/// <summary>The subprotocols this gateway speaks.</summary>
public static class MessageCodecs
{
    private static readonly IMessageCodec[] All =
    [
        new JsonMessageCodec("json.reliable.webpubsub.azure.v1", reliable: true),
        new JsonMessageCodec("json.webpubsub.azure.v1", reliable: false),
        new ProtoMessageCodec("protobuf.reliable.webpubsub.azure.v1", reliable: true),
        new ProtoMessageCodec("protobuf.webpubsub.azure.v1", reliable: false),
    ];

    /// <summary>Their names, preferred ones first.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.AsReadOnly(Array.ConvertAll(All, codec => codec.Name));

    /// <summary>The codec of a subprotocol, or null when there is none of that name (names are case-sensitive).</summary>
    /// <param name="name">Name of the subprotocol.</param>
    public static IMessageCodec? Get(string name) => Array.Find(All, codec => codec.Name == name);
}
