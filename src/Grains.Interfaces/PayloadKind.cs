namespace Sws.Grains.Interfaces;

/// <summary>How the bytes of a <see cref="Payload"/> are to be read. The numbers are wire format.</summary>
[GenerateSerializer, Alias("sws.payload-kind")]
public enum PayloadKind : byte
{
    /// <summary>UTF-8 text.</summary>
    Text = 0,

    /// <summary>One JSON value in UTF-8.</summary>
    Json = 1,

    /// <summary>Opaque bytes.</summary>
    Binary = 2,

    /// <summary>An encoded <c>google.protobuf.Any</c>.</summary>
    Protobuf = 3,
}
