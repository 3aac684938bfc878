namespace Sws.Grains.Interfaces;

/// <summary>Application data on its way between clients: kind and bytes, never interpreted by a grain.</summary>
/// <param name="Kind">How <paramref name="Bytes"/> are to be read.</param>
/// <param name="Bytes">Text: UTF-8. Json: one JSON value in UTF-8. Binary: as is. Protobuf: an encoded <c>google.protobuf.Any</c>.</param>
[GenerateSerializer, Immutable, Alias("sws.payload")]
public sealed record Payload([property: Id(0)] PayloadKind Kind, [property: Id(1)] byte[] Bytes);
