namespace Sws.Protocol.Messaging;

/// <summary>How the bytes of a <see cref="MessageData"/> are to be read.</summary>
public enum DataKind
{
    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>One JSON value, exactly as its sender wrote it.</summary>
    Json,

    /// <summary>Opaque bytes.</summary>
    Binary,

    /// <summary>A serialised <c>google.protobuf.Any</c>.</summary>
    Protobuf,
}
