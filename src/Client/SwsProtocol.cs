namespace Sws.Client;

/// <summary>How messages are encoded. Both are the reliable variants: sessions can be recovered.</summary>
public enum SwsProtocol
{
    /// <summary><c>json.reliable.webpubsub.azure.v1</c>.</summary>
    JsonReliable,

    /// <summary><c>protobuf.reliable.webpubsub.azure.v1</c>: smaller for binary data.</summary>
    ProtobufReliable,
}
