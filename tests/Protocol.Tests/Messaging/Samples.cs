using System.Text;
using Sws.Protocol.Messaging;

namespace Sws.Protocol.Tests.Messaging;

/// <summary>At least one message of every type, with and without each optional field, and every kind of payload.</summary>
internal static class Samples
{
    public static readonly MessageData Text = new(DataKind.Text, Encoding.UTF8.GetBytes("héllo \"quoted\" \\ \n\u0001 😀"));
    public static readonly MessageData Json = new(DataKind.Json, Encoding.UTF8.GetBytes("{\"a\" : [1, 2.50, \"\\u00e9\"], \"b\":null}"));
    public static readonly MessageData Binary = new(DataKind.Binary, new byte[] { 0, 1, 0xFB, 0xFF, 0xFE });
    public static readonly MessageData Any = new(DataKind.Protobuf, new byte[] { 0x0A, 3, (byte)'u', (byte)'/', (byte)'x', 0x12, 2, 8, 1 });
    public static readonly MessageData EmptyText = new(DataKind.Text, default);
    public static readonly MessageData EmptyBinary = new(DataKind.Binary, default);
    public static readonly MessageData JsonNull = new(DataKind.Json, "null"u8.ToArray());

    private static readonly MessageError Forbidden = new("Forbidden", "No role allows this.", 403, Temporary: false);
    private static readonly MessageError Busy = new("Busy", "", -1, Temporary: true);

    public static IEnumerable<ClientMessage> Client =>
    [
        new JoinGroup("room", 1, null, Presence: false),
        new JoinGroup("rööm \"x\"", null, new StreamPosition("e1", ulong.MaxValue), Presence: true),
        new JoinGroup(new string('g', 1024), 0, new StreamPosition("e", 0), Presence: false),
        new LeaveGroup("room", ulong.MaxValue),
        new LeaveGroup("room", null),
        new SendToGroup("room", Text, NoEcho: true, 7),
        new SendToGroup("room", Json, NoEcho: false, null),
        new SendToGroup("room", Binary, NoEcho: false, 300),
        new SendToGroup("room", Any, NoEcho: false, 1),
        new SendToGroup("room", EmptyText, NoEcho: false, 1),
        new SendToGroup("room", EmptyBinary, NoEcho: false, 1),
        new SendToGroup("room", JsonNull, NoEcho: false, 1),
        new SendEvent("message", Text, 1),
        new SendEvent("message", Json, null),
        new SendToUser("alice", Text, 5),
        new SendToUser("alice", Binary, null),
        new SendToConnection("c-1", Json, 6),
        new SendToConnection("c-1", Text, null),
        new Invoke("i-1", new InvocationTarget("sum", null, null), Json),
        new Invoke("i-2", new InvocationTarget(null, "alice", null), Text),
        new Invoke("i-3", new InvocationTarget("sum", null, "c-1"), Binary),
        new Invoke("i-4", new InvocationTarget("sum", null, null), EmptyText),
        new InvokeResponse("i-1", Success: true, Json, null),
        new InvokeResponse("i-1", Success: true, null, null),
        new InvokeResponse("i-1", Success: false, null, Forbidden),
        new CancelInvocation("i-1"),
        new Ping(),
    ];

    public static IEnumerable<ClientMessage> ReliableClient => [.. Client, new SequenceAck(1), new SequenceAck(ulong.MaxValue)];

    public static IEnumerable<ServerMessage> Server =>
    [
        new Connected("c-1", "alice", "token", Recovered: true, null, 12, 60, new ConnectionLimits(1 << 20, 1000, 1 << 20, 128)),
        new Connected("c-1", null, null, Recovered: false, null, null, null, null),
        new Connected("c-1", "alice", "token", Recovered: false, "Expired", 0, 0, new ConnectionLimits(1, 0, 0, 0)),
        new Disconnected("Service reload"),
        new Disconnected(null),
        new Ack(1, Success: true, null, null),
        new Ack(0, Success: false, Forbidden, null),
        new Ack(ulong.MaxValue, Success: false, Busy, null),
        new Ack(2, Success: true, null, new AckPosition(Recovered: true, "e1", 17)),
        new Ack(2, Success: true, null, new AckPosition(Recovered: false, "e1", 0)),
        new GroupMessage("room", "alice", Text, null),
        new GroupMessage("room", null, Json, new StreamPosition("e1", 18)),
        new GroupMessage("room", null, Binary, new StreamPosition("e1", 0)),
        new GroupMessage("room", null, Any, null),
        new GroupMessage("room", null, new MessageData(DataKind.Binary, new byte[200]), null),
        new ServerData(Text),
        new ServerData(Json),
        new ServerData(EmptyText),
        new DirectMessage("alice", Text, ToUser: true),
        new DirectMessage(null, Json, ToUser: false),
        new DirectMessage("alice", Text, ToUser: true, Number: ulong.MaxValue),
        new DirectMessage("alice", Text, ToUser: true, Number: 1, Position: new StreamPosition("epoch", ulong.MaxValue)),
        new InvokeRequest("i-1", "alice", Json, "sum"),
        new InvokeRequest("i-1", null, Text),
        new InvokeResult("i-1", Success: true, Text, null),
        new InvokeResult("i-1", Success: true, null, null),
        new InvokeResult("i-1", Success: false, null, Busy),
        new Presence("room", IsState: true, [new("c-1", "alice"), new("c-2", null)], []),
        new Presence("room", IsState: true, [], []),
        new Presence("room", IsState: false, [new("c-3", null)], [new("c-1", "alice"), new("c-2", null)]),
        new Presence("room", IsState: false, [], []),
        new Draining(0),
        new Draining(30_000),
        new Pong(),
    ];
}
