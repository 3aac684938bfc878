namespace Sws.Protocol.Messaging.Protobuf;

/// <summary>How the value after a tag is written. Groups (3, 4) do not exist in proto3 and are refused.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Length = 2,
    Fixed32 = 5,
}
