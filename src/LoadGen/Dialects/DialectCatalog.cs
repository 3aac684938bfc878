using Sws.Protocol.Messaging;

namespace Sws.LoadGen.Dialects;

/// <summary>The dialects by the names of --protocol.</summary>
internal static class DialectCatalog
{
    /// <summary>Opaque messages; what echo, connect and idle speak unless told otherwise.</summary>
    public const string Raw = "raw";

    /// <summary>What the scenarios with groups speak unless told otherwise.</summary>
    public const string Default = "protobuf.reliable";

    private static readonly Dictionary<string, IDialect> Dialects = new(StringComparer.Ordinal)
    {
        [Raw] = new RawDialect(),
        [Default] = PubSub("protobuf.reliable.webpubsub.azure.v1", isJson: false),
        ["protobuf"] = PubSub("protobuf.webpubsub.azure.v1", isJson: false),
        ["json.reliable"] = PubSub("json.reliable.webpubsub.azure.v1", isJson: true),
        ["json"] = PubSub("json.webpubsub.azure.v1", isJson: true),
        ["signalr"] = new SignalRDialect(),
        ["socketio"] = new SocketIoDialect(),
        ["nats"] = new NatsDialect(),
    };

    /// <summary>Names, for help and errors.</summary>
    public static IReadOnlyCollection<string> Names => Dialects.Keys;

    /// <summary>The dialect of a name.</summary>
    public static IDialect Get(string name) => Dialects[name];

    private static PubSubDialect PubSub(string name, bool isJson) =>
        new(MessageCodecs.Get(name) ?? throw new InvalidOperationException($"No codec for {name}."), isJson);
}
