using System.Text;
using Sws.Protocol.Messaging;
using static Sws.Protocol.Tests.Messaging.Codecs;

namespace Sws.Protocol.Tests.Messaging;

public class JsonMalformedTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{}}")]
    [InlineData("{\"type\":\"ping\"")]
    [InlineData("{\"type\":\"ping\",}")]
    [InlineData("{\"type\":\"ping\"}{}")]
    [InlineData("{\"type\":\"ping\"} x")]
    [InlineData("\uFEFF{\"type\":\"ping\"}")]
    [InlineData("{\"type\":\"ping\"/*x*/}")]
    [InlineData("{'type':'ping'}")]
    [InlineData("{type:\"ping\"}")]
    [InlineData("{\"type\" \"ping\"}")]
    [InlineData("{\"type\":\"ping\" \"x\":1}")]
    [InlineData("{\"type\":\"ping\",\"x\":}")]
    [InlineData("{\"type\":\"ping\",\"x\":01}")]
    [InlineData("{\"type\":\"ping\",\"x\":+1}")]
    [InlineData("{\"type\":\"ping\",\"x\":1.}")]
    [InlineData("{\"type\":\"ping\",\"x\":.5}")]
    [InlineData("{\"type\":\"ping\",\"x\":1e}")]
    [InlineData("{\"type\":\"ping\",\"x\":-}")]
    [InlineData("{\"type\":\"ping\",\"x\":NaN}")]
    [InlineData("{\"type\":\"ping\",\"x\":tru}")]
    [InlineData("{\"type\":\"ping\",\"x\":True}")]
    [InlineData("{\"type\":\"ping\",\"x\":[1,]}")]
    [InlineData("{\"type\":\"ping\",\"x\":[}]}")]
    [InlineData("{\"type\":\"ping\",\"x\":{\"a\"}}")]
    [InlineData("{\"type\":\"ping\",\"x\":\"\n\"}")]
    [InlineData("{\"type\":\"ping\",\"x\":\"\\x\"}")]
    [InlineData("{\"type\":\"ping\",\"x\":\"\\u12G4\"}")]
    [InlineData("{\"type\":\"ping\",\"x\":\"\\ud800\"}")]
    [InlineData("{\"type\":\"ping\",\"x\":\"\\udc00\"}")]
    [InlineData("{\"type\":\"ping\",\"x\":\"\\ud800\\u0041\"}")]
    [InlineData("{\"type\":\"ping\",\"type\":\"ping\"}")]
    [InlineData("{\"type\":\"ping\",\"t\\u0079pe\":\"ping\"}")]
    [InlineData("{\"type\":\"ping\",\"type\":null}")]
    public void Decode_NotAValidObject_Malformed(string json) => AssertStatus(DecodeStatus.Malformed, json);

    [Theory]
    [InlineData("""{"type":null}""")]
    [InlineData("""{"type":1}""")]
    [InlineData("""{"type":"joinGroup"}""")]
    [InlineData("""{"type":"joinGroup","group":""}""")]
    [InlineData("""{"type":"joinGroup","group":null}""")]
    [InlineData("""{"type":"joinGroup","group":1}""")]
    [InlineData("""{"type":"joinGroup","group":["g"]}""")]
    [InlineData("""{"type":"joinGroup","group":"g","ackId":"1"}""")]
    [InlineData("""{"type":"joinGroup","group":"g","ackId":-1}""")]
    [InlineData("""{"type":"joinGroup","group":"g","ackId":1.0}""")]
    [InlineData("""{"type":"joinGroup","group":"g","ackId":1e3}""")]
    [InlineData("""{"type":"joinGroup","group":"g","ackId":18446744073709551616}""")]
    [InlineData("""{"type":"joinGroup","group":"g","ackId":true}""")]
    [InlineData("""{"type":"joinGroup","group":"g","presence":1}""")]
    [InlineData("""{"type":"joinGroup","group":"g","recover":"e"}""")]
    [InlineData("""{"type":"joinGroup","group":"g","recover":{}}""")]
    [InlineData("""{"type":"joinGroup","group":"g","recover":{"epoch":"e"}}""")]
    [InlineData("""{"type":"joinGroup","group":"g","recover":{"offset":1}}""")]
    [InlineData("""{"type":"joinGroup","group":"g","recover":{"epoch":"","offset":1}}""")]
    [InlineData("""{"type":"joinGroup","group":"g","recover":{"epoch":"e","offset":-1}}""")]
    [InlineData("""{"type":"joinGroup","group":"g","recover":{"epoch":"e","offset":1,"epoch":"f"}}""")]
    [InlineData("""{"type":"leaveGroup","ackId":1}""")]
    [InlineData("""{"type":"sendToGroup","group":"g"}""")]
    [InlineData("""{"type":"sendToGroup","group":"g","dataType":"text"}""")]
    [InlineData("""{"type":"sendToGroup","data":"x"}""")]
    [InlineData("""{"type":"sendToGroup","group":"g","dataType":"text","data":1}""")]
    [InlineData("""{"type":"sendToGroup","group":"g","dataType":"text","data":null}""")]
    [InlineData("""{"type":"sendToGroup","group":"g","dataType":"text","data":{"a":"b"}}""")]
    [InlineData("""{"type":"sendToGroup","group":"g","dataType":"binary","data":"a"}""")]
    [InlineData("""{"type":"sendToGroup","group":"g","dataType":"binary","data":"-_8A"}""")]
    [InlineData("""{"type":"sendToGroup","group":"g","dataType":"binary","data":[1]}""")]
    [InlineData("""{"type":"sendToGroup","group":"g","dataType":"protobuf","data":"AAA="}""")]
    [InlineData("""{"type":"sendToGroup","group":"g","dataType":"xml","data":"a"}""")]
    [InlineData("""{"type":"sendToGroup","group":"g","dataType":1,"data":"a"}""")]
    [InlineData("""{"type":"sendToGroup","group":"g","noEcho":"true","data":1}""")]
    [InlineData("""{"type":"event","data":1}""")]
    [InlineData("""{"type":"event","event":"e"}""")]
    [InlineData("""{"type":"sequenceAck"}""")]
    [InlineData("""{"type":"sequenceAck","sequenceId":null}""")]
    [InlineData("""{"type":"sequenceAck","sequenceId":"1"}""")]
    [InlineData("""{"type":"sendToUser","data":1}""")]
    [InlineData("""{"type":"sendToConnection","connectionId":"","data":1}""")]
    [InlineData("""{"type":"invoke","event":"e","data":1}""")]
    [InlineData("""{"type":"invoke","invocationId":"1","data":1}""")]
    [InlineData("""{"type":"invoke","invocationId":"1","target":"event"}""")]
    [InlineData("""{"type":"invoke","invocationId":"1","target":"group","event":"e"}""")]
    [InlineData("""{"type":"invoke","invocationId":"1","target":{},"event":"e"}""")]
    [InlineData("""{"type":"invoke","invocationId":"1","target":{"user":"u","connectionId":"c"}}""")]
    [InlineData("""{"type":"invoke","invocationId":"1","target":1,"event":"e"}""")]
    [InlineData("""{"type":"invokeResponse","invocationId":"1"}""")]
    [InlineData("""{"type":"invokeResponse","invocationId":"1","success":1}""")]
    [InlineData("""{"type":"invokeResponse","invocationId":"1","success":false,"error":"x"}""")]
    [InlineData("""{"type":"invokeResponse","invocationId":"1","success":false,"error":{}}""")]
    [InlineData("""{"type":"invokeResponse","invocationId":"1","success":false,"error":{"name":"x","code":2147483648}}""")]
    [InlineData("""{"type":"cancelInvocation"}""")]
    public void Decode_FieldMissingOrWrong_Malformed(string json) => AssertStatus(DecodeStatus.Malformed, json);

    [Theory]
    [InlineData("""{"type":""}""", DecodeStatus.UnknownType)]
    [InlineData("""{"type":"Ping"}""", DecodeStatus.UnknownType)]
    [InlineData("""{"type":"connected"}""", DecodeStatus.UnknownType)]
    [InlineData("""{"type":"sendToGroup","group":"g","stream":{"streamId":"s"}}""", DecodeStatus.Unsupported)]
    [InlineData("""{"type":"streamData","streamId":"s"}""", DecodeStatus.Unsupported)]
    [InlineData("""{"type":"streamEnd","streamId":"s"}""", DecodeStatus.Unsupported)]
    [InlineData("""{"type":"setGroupState","group":"g"}""", DecodeStatus.Unsupported)]
    [InlineData("""{"type":"subscribeGroupState","group":"g"}""", DecodeStatus.Unsupported)]
    [InlineData("""{"type":"unsubscribeGroupState","group":"g"}""", DecodeStatus.Unsupported)]
    public void Decode_TypeNotOffered_SaysWhich(string json, DecodeStatus expected) => AssertStatus(expected, json);

    [Fact]
    public void Decode_SequenceAckInPlainProtocol_Unsupported() =>
        Assert.Equal(DecodeStatus.Unsupported, PlainJson.Decode("""{"type":"sequenceAck","sequenceId":1}"""u8, out _));

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xE2, 0x82 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    public void Decode_InvalidUtf8InASkippedField_Malformed(byte[] invalid)
    {
        byte[] json = [.. "{\"type\":\"ping\",\"x\":\""u8, .. invalid, .. "\"}"u8];

        Assert.Equal(DecodeStatus.Malformed, ReliableJson.Decode(json, out _));
        Assert.Equal(DecodeStatus.Malformed, ReliableJson.DecodeServer(json, out _, out _));
    }

    [Theory]
    [InlineData(31, DecodeStatus.Ok)]
    [InlineData(32, DecodeStatus.Ok)]
    [InlineData(33, DecodeStatus.TooDeep)]
    [InlineData(100_000, DecodeStatus.TooDeep)]
    public void Decode_DepthOfData_LimitIs32(int depth, DecodeStatus expected)
    {
        var arrays = new string('[', depth) + new string(']', depth);
        var objects = string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

        AssertStatus(expected, $$"""{"type":"event","event":"e","data":{{arrays}}}""");
        AssertStatus(expected, $$"""{"type":"event","event":"e","data":{{objects}}}""");
        AssertStatus(expected, $$"""{"type":"ping","unknown":{{arrays}}}""");
    }

    [Theory]
    [InlineData(1023, "", DecodeStatus.Ok)]
    [InlineData(1024, "", DecodeStatus.Ok)]
    [InlineData(1025, "", DecodeStatus.Malformed)]
    [InlineData(1022, "é", DecodeStatus.Ok)]
    [InlineData(1023, "é", DecodeStatus.Malformed)]
    [InlineData(1022, "\\u00e9", DecodeStatus.Ok)]
    [InlineData(1023, "\\u00e9", DecodeStatus.Malformed)]
    public void Decode_GroupName_LimitIs1024Utf8Bytes(int letters, string suffix, DecodeStatus expected) =>
        AssertStatus(expected, $$"""{"type":"joinGroup","group":"{{new string('g', letters)}}{{suffix}}"}""");

    [Theory]
    [InlineData("""{"type":"message","from":"admin","data":1}""", DecodeStatus.UnknownType)]
    [InlineData("""{"type":"system","event":"x"}""", DecodeStatus.UnknownType)]
    [InlineData("""{"type":"presence","event":"x","group":"g"}""", DecodeStatus.UnknownType)]
    [InlineData("""{"type":"streamAck"}""", DecodeStatus.UnknownType)]
    [InlineData("""{"type":"message","data":1}""", DecodeStatus.Malformed)]
    [InlineData("""{"type":"message","from":"group","data":1}""", DecodeStatus.Malformed)]
    [InlineData("""{"type":"message","from":"group","group":"g"}""", DecodeStatus.Malformed)]
    [InlineData("""{"type":"message","from":"group","group":"g","data":1,"epoch":"e"}""", DecodeStatus.Malformed)]
    [InlineData("""{"type":"message","from":"server","data":1,"sequenceId":"1"}""", DecodeStatus.Malformed)]
    [InlineData("""{"type":"ack","success":true}""", DecodeStatus.Malformed)]
    [InlineData("""{"type":"ack","ackId":1}""", DecodeStatus.Malformed)]
    [InlineData("""{"type":"ack","ackId":1,"success":true,"recovered":true}""", DecodeStatus.Malformed)]
    [InlineData("""{"type":"system"}""", DecodeStatus.Malformed)]
    [InlineData("""{"type":"system","event":"connected"}""", DecodeStatus.Malformed)]
    [InlineData("""{"type":"system","event":"connected","connectionId":"c","limits":1}""", DecodeStatus.Malformed)]
    [InlineData("""{"type":"system","event":"draining"}""", DecodeStatus.Malformed)]
    [InlineData("""{"type":"system","event":"draining","afterMs":-1}""", DecodeStatus.Malformed)]
    [InlineData("""{"type":"presence","event":"state","group":"g"}""", DecodeStatus.Malformed)]
    [InlineData("""{"type":"presence","event":"state","group":"g","present":{}}""", DecodeStatus.Malformed)]
    [InlineData("""{"type":"presence","event":"state","group":"g","present":[1]}""", DecodeStatus.Malformed)]
    [InlineData("""{"type":"presence","event":"state","group":"g","present":[{}]}""", DecodeStatus.Malformed)]
    [InlineData("""{"type":"presence","event":"diff","group":"g","joined":[]}""", DecodeStatus.Malformed)]
    public void DecodeServer_FieldMissingOrWrong_SaysWhich(string json, DecodeStatus expected)
    {
        Assert.Equal(expected, ReliableJson.DecodeServer(Encoding.UTF8.GetBytes(json), out var message, out _));
        Assert.Null(message);
    }

    private static void AssertStatus(DecodeStatus expected, string json)
    {
        Assert.Equal(expected, ReliableJson.Decode(Encoding.UTF8.GetBytes(json), out var message));
        Assert.Equal(expected == DecodeStatus.Ok, message is not null);
    }
}
