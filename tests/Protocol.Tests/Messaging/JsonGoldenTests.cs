using System.Text;
using Sws.Protocol.Messaging;
using static Sws.Protocol.Tests.Messaging.Codecs;

namespace Sws.Protocol.Tests.Messaging;

/// <summary>The exact bytes of messages: what is here may only change together with every client.</summary>
public class JsonGoldenTests
{
    private const string Limits = """{"maxMessageBytes":1,"maxUnackedMessages":2,"maxUnackedBytes":3,"maxGroups":4}""";

    private static readonly MessageData Hello = TextData("Hello");
    private static readonly MessageData World = JsonData("{\"hello\": \"world\"}");
    private static readonly MessageData Bytes = new(DataKind.Binary, new byte[] { 0xFB, 0xFF, 0 });

    private static (ClientMessage Message, string Json)[] ClientMessages =>
    [
        (new JoinGroup("group1", 1, null, false), """{"type":"joinGroup","group":"group1","ackId":1}"""),
        (new LeaveGroup("group1", 1), """{"type":"leaveGroup","group":"group1","ackId":1}"""),
        (new SendToGroup("group1", Hello, true, 1),
            """{"type":"sendToGroup","group":"group1","ackId":1,"noEcho":true,"dataType":"text","data":"Hello"}"""),
        (new SendEvent("message", World, null), """{"type":"event","event":"message","dataType":"json","data":{"hello": "world"}}"""),
        (new SendEvent("message", Bytes, 2), """{"type":"event","event":"message","ackId":2,"dataType":"binary","data":"+/8A"}"""),
        (new SequenceAck(ulong.MaxValue), """{"type":"sequenceAck","sequenceId":18446744073709551615}"""),
        (new Invoke("1", new InvocationTarget("sum", null, null), Hello),
            """{"type":"invoke","invocationId":"1","target":"event","event":"sum","dataType":"text","data":"Hello"}"""),
        (new CancelInvocation("1"), """{"type":"cancelInvocation","invocationId":"1"}"""),
        (new Ping(), """{"type":"ping"}"""),

        // Additions.
        (new JoinGroup("g", null, new StreamPosition("e", 5), true),
            """{"type":"joinGroup","group":"g","recover":{"epoch":"e","offset":5},"presence":true}"""),
        (new SendToUser("u", Hello, 1), """{"type":"sendToUser","userId":"u","ackId":1,"dataType":"text","data":"Hello"}"""),
        (new SendToConnection("c", Hello, null), """{"type":"sendToConnection","connectionId":"c","dataType":"text","data":"Hello"}"""),
        (new Invoke("1", new InvocationTarget(null, "u", null), Hello),
            """{"type":"invoke","invocationId":"1","target":{"user":"u"},"dataType":"text","data":"Hello"}"""),
        (new Invoke("1", new InvocationTarget("sum", null, "c"), Hello),
            """{"type":"invoke","invocationId":"1","target":{"connectionId":"c"},"event":"sum","dataType":"text","data":"Hello"}"""),
        (new InvokeResponse("1", false, null, new MessageError("Busy", "m", 7, true)),
            """{"type":"invokeResponse","invocationId":"1","success":false,"error":{"name":"Busy","message":"m","code":7,"temporary":true}}"""),
    ];

    private static (ServerMessage Message, string Json)[] ServerMessages =>
    [
        (new Connected("c1", "user1", "token", false, null, null, null, null),
            """{"type":"system","event":"connected","userId":"user1","connectionId":"c1","reconnectionToken":"token","recovered":false}"""),
        (new Disconnected("Service reload"), """{"type":"system","event":"disconnected","message":"Service reload"}"""),
        (new Ack(1, true, null, null), """{"type":"ack","ackId":1,"success":true}"""),
        (new Ack(1, false, new MessageError("Forbidden", "No.", 403, false), null),
            """{"type":"ack","ackId":1,"success":false,"error":{"name":"Forbidden","message":"No.","code":403,"temporary":false}}"""),
        (new GroupMessage("group1", "abc", World, null),
            """{"type":"message","from":"group","fromUserId":"abc","group":"group1","dataType":"json","data":{"hello": "world"}}"""),
        (new ServerData(Hello), """{"type":"message","from":"server","dataType":"text","data":"Hello"}"""),
        (new InvokeResult("1", true, Hello, null),
            """{"type":"invokeResponse","invocationId":"1","success":true,"dataType":"text","data":"Hello"}"""),
        (new Pong(), """{"type":"pong"}"""),

        // Additions.
        (new Connected("c1", null, null, true, null, 9, 60, null),
            """{"type":"system","event":"connected","connectionId":"c1","recovered":true,"ackedUpTo":9,"ttlSeconds":60}"""),
        (new Connected("c", null, null, false, "Expired", null, null, new ConnectionLimits(1, 2, 3, 4)),
            $$"""{"type":"system","event":"connected","connectionId":"c","recovered":false,"reason":"Expired","limits":{{Limits}}}"""),
        (new Ack(1, true, null, new AckPosition(true, "e", 5)),
            """{"type":"ack","ackId":1,"success":true,"recovered":true,"epoch":"e","offset":5}"""),
        (new GroupMessage("g", null, Hello, new StreamPosition("e", 5)),
            """{"type":"message","from":"group","group":"g","epoch":"e","offset":5,"dataType":"text","data":"Hello"}"""),
        (new DirectMessage("u", Hello, true), """{"type":"message","from":"user","fromUserId":"u","dataType":"text","data":"Hello"}"""),
        (new DirectMessage("u", Hello, true, 7), """{"type":"message","from":"user","fromUserId":"u","number":7,"dataType":"text","data":"Hello"}"""),
        (new DirectMessage("u", Hello, true, 7, new StreamPosition("e", 5)),
            """{"type":"message","from":"user","fromUserId":"u","number":7,"epoch":"e","offset":5,"dataType":"text","data":"Hello"}"""),
        (new DirectMessage(null, Hello, false), """{"type":"message","from":"connection","dataType":"text","data":"Hello"}"""),
        (new InvokeRequest("1", "u", Hello, "sum"),
            """{"type":"invoke","invocationId":"1","event":"sum","fromUserId":"u","dataType":"text","data":"Hello"}"""),
        (new Presence("g", true, [new("c", "u")], []),
            """{"type":"presence","event":"state","group":"g","present":[{"connectionId":"c","userId":"u"}]}"""),
        (new Presence("g", false, [], [new("c", null)]),
            """{"type":"presence","event":"diff","group":"g","joined":[],"left":[{"connectionId":"c"}]}"""),
        (new Draining(5), """{"type":"system","event":"draining","afterMs":5}"""),
        (new GroupMessage("g", null, new MessageData(DataKind.Protobuf, new byte[] { 0x0A, 0 }), null),
            """{"type":"message","from":"group","group":"g","dataType":"protobuf","data":"CgA="}"""),
    ];

    [Fact]
    public void EncodeClient_Golden_ExactBytes()
    {
        foreach (var (message, json) in ClientMessages)
        {
            Assert.Equal(json, Encoding.UTF8.GetString(ReliableJson.EncodeClient(message)));
        }
    }

    [Fact]
    public void Encode_Golden_ExactBytes()
    {
        foreach (var (message, json) in ServerMessages)
        {
            Assert.Equal(json, Encoding.UTF8.GetString(ReliableJson.Encode(message)));
            Assert.Equal(json, Encoding.UTF8.GetString(PlainJson.Encode(message)));
        }
    }

    [Fact]
    public void WriteSequenced_GroupMessage_ExactBytes()
    {
        var body = ReliableJson.Encode(new GroupMessage("g", null, Hello, null));

        Assert.Equal(
            """{"sequenceId":42,"type":"message","from":"group","group":"g","dataType":"text","data":"Hello"}""",
            Encoding.UTF8.GetString(Sequence(ReliableJson, body, 42)));
    }

    // As the JavaScript client and the published examples write them: other orders, nulls, keys nobody knows.
    [Theory]
    [InlineData("""{"$schema":"x","type":"joinGroup","group":"group1","ackId":1}""")]
    [InlineData("""{"ackId":1,"group":"group1","type":"joinGroup"}""")]
    [InlineData("""{"type":"joinGroup","group":"group1","ackId":1,"recover":null,"presence":null}""")]
    [InlineData(" \t\r\n{ \"type\" : \"join\\u0047roup\" , \"gr\\u006Fup\" : \"group1\" , \"ackId\" : 1 } \n")]
    [InlineData("""{"extra":{"type":"ping","deep":[[{}]]},"type":"joinGroup","group":"group1","ackId":1,"extra":1}""")]
    public void Decode_SameMessageWrittenDifferently_IsTheSame(string json)
    {
        Assert.Equal(DecodeStatus.Ok, ReliableJson.Decode(Encoding.UTF8.GetBytes(json), out var message));
        Assert.Equal(new JoinGroup("group1", 1, null, false), message);
    }

    public static TheoryData<string, MessageData> Payloads => new()
    {
        { """{"type":"event","event":"e","data":{"Hello":"world"}}""", JsonData("""{"Hello":"world"}""") },
        { """{"type":"event","data":"x","event":"e"}""", JsonData("\"x\"") },
        { """{"type":"event","event":"e","data":null}""", JsonData("null") },
        { """{"data": [1, 2] ,"dataType":"json","type":"event","event":"e"}""", JsonData("[1, 2]") },
        { """{"data":"a\"\u00e9\ud83d\ude00\/","dataType":"text","type":"event","event":"e"}""", TextData("a\"é😀/") },
        { """{"data":"","dataType":"text","type":"event","event":"e"}""", TextData("") },
        { """{"data":"+\/8A","dataType":"binary","type":"event","event":"e"}""", Bytes },
        { """{"data":"CgA=","dataType":"protobuf","type":"event","event":"e"}""", new(DataKind.Protobuf, new byte[] { 0x0A, 0 }) },
    };

    [Theory]
    [MemberData(nameof(Payloads))]
    public void Decode_Payload_WhateverTheOrder(string json, MessageData expected)
    {
        Assert.Equal(DecodeStatus.Ok, PlainJson.Decode(Encoding.UTF8.GetBytes(json), out var message));
        Assert.Equal(expected, Assert.IsType<SendEvent>(message).Data);
    }

    [Fact]
    public void Decode_InvokeWithoutTargetOrData_IsForTheHandler()
    {
        ReliableJson.Decode("""{"type":"invoke","invocationId":"7","event":"sum"}"""u8, out var message);

        Assert.Equal(new Invoke("7", new InvocationTarget("sum", null, null), default), message);
    }
}
