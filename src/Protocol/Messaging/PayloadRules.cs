using System.Text.Unicode;
using Sws.Protocol.Messaging.Json;
using Sws.Protocol.Messaging.Protobuf;

namespace Sws.Protocol.Messaging;

/// <summary>
/// What each kind of payload must look like. Checked on the way in, whatever the codec: a JSON value that came in a protobuf message is
/// embedded unquoted in the JSON of another client, so an unchecked one could forge the fields around it.
/// </summary>
internal static class PayloadRules
{
    public static DecodeStatus Check(DataKind kind, ReadOnlySpan<byte> bytes) => kind switch
    {
        DataKind.Text => Utf8.IsValid(bytes) ? DecodeStatus.Ok : DecodeStatus.Malformed,
        DataKind.Json => JsonScanner.Check(bytes),
        DataKind.Binary => DecodeStatus.Ok,
        DataKind.Protobuf => ProtoAny.IsWellFormed(bytes) ? DecodeStatus.Ok : DecodeStatus.Malformed,
        _ => DecodeStatus.Malformed,
    };
}
