using System.Text;
using CsCheck;
using Sws.Protocol.Messaging;

namespace Sws.Protocol.Tests.Messaging;

/// <summary>Random valid messages.</summary>
internal static class Generators
{
    private static readonly string[] Pieces =
        ["a", "B", "7", "/", ".", " ", "\"", "\\", "\n", "\t", "\0", "\u001F", "<", "+", "é", "\u2028", "漢", "\uFFFD", "😀", "null"];

    private static readonly string[] JsonValues =
        ["null", "true", "0", "-1.5e+10", "\"\"", "\"\\u0041\\n\\/\"", "[]", "{}", "[1, [2], {\"type\":\"x\"}]", "{\"a\" : {\"b\":[null]}}", "\"é😀\""];

    public static Gen<string> Text => Gen.OneOf(Pieces).Array[0, 20].Select(string.Concat);

    public static Gen<string> Name => Gen.OneOf(Pieces).Array[1, 20].Select(string.Concat);

    public static Gen<string?> OptionalName => Gen.Select(Gen.Bool, Name, (some, name) => some ? name : null);

    public static Gen<ulong?> OptionalId => Gen.Select(Gen.Bool, Gen.ULong, (some, id) => some ? id : (ulong?)null);

    // Lengths around the steps of the protobuf length prefix: 127/128 and 16383/16384.
    public static Gen<MessageData> Data => Gen.OneOf(
        Text.Select(text => new MessageData(DataKind.Text, Encoding.UTF8.GetBytes(text))),
        Gen.OneOf(JsonValues).Select(json => new MessageData(DataKind.Json, Encoding.UTF8.GetBytes(json))),
        Gen.Byte.Array[0, 40].Select(bytes => new MessageData(DataKind.Binary, bytes)),
        Gen.OneOf(Gen.Int[90, 140], Gen.Int[16_340, 16_400]).Select(length => new MessageData(DataKind.Binary, new byte[length])),
        Gen.Byte.Array[0, 20].Select(bytes => new MessageData(DataKind.Protobuf, (byte[])[0x12, (byte)bytes.Length, .. bytes])));

    public static Gen<MessageData?> OptionalData => Gen.Select(Gen.Bool, Data, (some, data) => some ? data : (MessageData?)null);

    public static Gen<StreamPosition?> OptionalPosition =>
        Gen.Select(Gen.Bool, Name, Gen.ULong, (some, epoch, offset) => some ? new StreamPosition(epoch, offset) : null);

    public static Gen<MessageError?> OptionalError => Gen.Select(
        Gen.Bool, Name, Text, Gen.Int, Gen.Bool,
        (some, name, text, code, temporary) => some ? new MessageError(name, text, code, temporary) : null);

    public static Gen<InvocationTarget> Target => Gen.Select(
        Gen.Int[0, 2], Name, OptionalName, Name,
        (who, someone, optionalEvent, name) => who switch
        {
            0 => new InvocationTarget(name, null, null),
            1 => new InvocationTarget(optionalEvent, someone, null),
            _ => new InvocationTarget(optionalEvent, null, someone),
        });

    public static Gen<ClientMessage> Client => Gen.OneOf<ClientMessage>(
        Gen.Select(Name, OptionalId, OptionalPosition, Gen.Bool, (g, id, at, p) => (ClientMessage)new JoinGroup(g, id, at, p)),
        Gen.Select(Name, OptionalId, (g, id) => (ClientMessage)new LeaveGroup(g, id)),
        Gen.Select(Name, Data, Gen.Bool, OptionalId, (g, d, echo, id) => (ClientMessage)new SendToGroup(g, d, echo, id)),
        Gen.Select(Name, Data, OptionalId, (e, d, id) => (ClientMessage)new SendEvent(e, d, id)),
        Gen.Select(Name, Data, OptionalId, (u, d, id) => (ClientMessage)new SendToUser(u, d, id)),
        Gen.Select(Name, Data, OptionalId, (c, d, id) => (ClientMessage)new SendToConnection(c, d, id)),
        Gen.Select(Name, Target, Data, (i, t, d) => (ClientMessage)new Invoke(i, t, d)),
        Gen.Select(Name, Gen.Bool, OptionalData, OptionalError, (i, ok, d, e) => (ClientMessage)new InvokeResponse(i, ok, d, e)),
        Name.Select(i => (ClientMessage)new CancelInvocation(i)),
        Gen.ULong.Select(id => (ClientMessage)new SequenceAck(id)));

    public static Gen<ServerMessage> Server => Gen.OneOf<ServerMessage>(
        Connected,
        Gen.Select(Gen.ULong, Gen.Bool, OptionalError, AckPosition, (id, ok, e, at) => (ServerMessage)new Ack(id, ok, e, at)),
        Gen.Select(Name, OptionalName, Data, OptionalPosition, (g, u, d, at) => (ServerMessage)new GroupMessage(g, u, d, at)),
        Data.Select(d => (ServerMessage)new ServerData(d)),
        Gen.Select(OptionalName, Data, Gen.Bool, (u, d, to) => (ServerMessage)new DirectMessage(u, d, to, d.Bytes.Length % 3 == 0 ? null : (ulong)d.Bytes.Length)),
        Gen.Select(Name, OptionalName, Data, OptionalName, (i, u, d, e) => (ServerMessage)new InvokeRequest(i, u, d, e)),
        Gen.Select(Name, Gen.Bool, OptionalData, OptionalError, (i, ok, d, e) => (ServerMessage)new InvokeResult(i, ok, d, e)),
        Gen.Select(Name, Entries, (g, e) => (ServerMessage)new Presence(g, true, e, [])),
        Gen.Select(Name, Entries, Entries, (g, e, left) => (ServerMessage)new Presence(g, false, e, left)),
        OptionalName.Select(m => (ServerMessage)new Disconnected(m)),
        Gen.Int[0, int.MaxValue].Select(ms => (ServerMessage)new Draining(ms)));

    private static Gen<ServerMessage> Connected => Gen.Select(
        Gen.Select(Name, OptionalName, OptionalName),
        Gen.Select(Gen.Bool, OptionalName, OptionalId),
        Gen.Select(Gen.Bool, Gen.Int, Gen.Bool, Gen.Int),
        (ids, recovery, numbers) => (ServerMessage)new Connected(
            ids.Item1, ids.Item2, ids.Item3,
            recovery.Item1, recovery.Item2, recovery.Item3,
            numbers.Item1 ? numbers.Item2 : null,
            numbers.Item3 ? new ConnectionLimits(numbers.Item2, numbers.Item4, 0, 1) : null));

    private static Gen<AckPosition?> AckPosition => Gen.Select(
        Gen.Bool, OptionalPosition,
        (recovered, at) => at is null ? null : new AckPosition(recovered, at.Epoch, at.Offset));

    private static Gen<PresenceEntry[]> Entries => Gen.Select(Name, OptionalName, (c, u) => new PresenceEntry(c, u)).Array[0, 4];
}
