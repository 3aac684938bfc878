using Sws.Protocol.Messaging;
using static Sws.Protocol.Tests.Messaging.Codecs;

namespace Sws.Protocol.Tests.Messaging;

/// <summary>The exact bytes of published messages, assembled by hand from the published field numbers.</summary>
public class ProtoGoldenTests
{
    private static readonly MessageData Hi = TextData("Hi");
    private static readonly MessageData Any = new(DataKind.Protobuf, new byte[] { 0x0A, 1, (byte)'u' });

    private static (ClientMessage Message, string Hex)[] ClientMessages =>
    [
        (new JoinGroup("g", 1, null, false), "32 05 0A0167 1001"),
        (new JoinGroup("g", 0, null, false), "32 05 0A0167 1000"),
        (new LeaveGroup("g", null), "3A 03 0A0167"),
        (new SendToGroup("g", Hi, true, 300), "0A 0E 0A0167 10AC02 1A04 0A024869 2001"),
        (new SendToGroup("g", new MessageData(DataKind.Binary, new byte[] { 0xFF }), false, null), "0A 08 0A0167 1A03 1201FF"),
        (new SendToGroup("g", Any, false, null), "0A 0A 0A0167 1A05 1A03 0A0175"),
        (new SendEvent("e", Hi, 2), "2A 0B 0A0165 1204 0A024869 1802"),
        (new SequenceAck(5), "42 02 0805"),

        // Additions: JSON marked as such, a ping.
        (new SendEvent("e", JsonData("{}"), null), "2A 0C 0A0165 1207 0A027B7D A00601"),
        (new Ping(), "CA06 00"),
    ];

    private static (ServerMessage Message, string Hex)[] ServerMessages =>
    [
        (new Ack(1, true, null, null), "0A 04 0801 1001"),
        (new Ack(2, false, new MessageError("N", "m", 0, false), null), "0A 0A 0802 1A06 0A014E 12016D"),
        (new GroupMessage("g", null, Hi, null), "12 10 0A0567726F7570 120167 1A04 0A024869"),
        (new ServerData(Hi), "12 0E 0A06736572766572 1A04 0A024869"),
        (new Connected("c", "u", "t", false, null, null, null, null), "1A 0B 0A09 0A0163 120175 1A0174"),
        (new Disconnected("bye"), "1A 07 1205 1203627965"),
    ];

    [Fact]
    public void EncodeClient_Golden_ExactBytes()
    {
        foreach (var (message, hex) in ClientMessages)
        {
            Assert.Equal(hex.Replace(" ", ""), Convert.ToHexString(ReliableProto.EncodeClient(message)));
        }
    }

    [Fact]
    public void Encode_Golden_ExactBytes()
    {
        foreach (var (message, hex) in ServerMessages)
        {
            Assert.Equal(hex.Replace(" ", ""), Convert.ToHexString(ReliableProto.Encode(message)));
        }
    }

    [Theory]
    [InlineData(1, "12 12 0A0567726F7570 120167 1A04 0A024869 2001")]
    [InlineData(300, "12 13 0A0567726F7570 120167 1A04 0A024869 20AC02")]
    public void WriteSequenced_GroupMessage_IdIsTheLastFieldOfTheMessage(ulong id, string hex)
    {
        var body = ReliableProto.Encode(new GroupMessage("g", null, Hi, null));

        Assert.Equal(hex.Replace(" ", ""), Convert.ToHexString(Sequence(ReliableProto, body, id)));
    }

    [Fact]
    public void WriteSequenced_LengthTakesOneMoreByte_IsExact()
    {
        // 126 bytes of content take one byte of length; with the id they are 128 and take two.
        var data = new MessageData(DataKind.Binary, new byte[126 - 8 - 4]);
        var body = ReliableProto.Encode(new ServerData(data));
        Assert.Equal(128, body.Length);

        var sequenced = Sequence(ReliableProto, body, 7);

        Assert.Equal(131, sequenced.Length);
        Assert.Equal(DecodeStatus.Ok, ReliableProto.DecodeServer(sequenced, out var message, out var id));
        Assert.Equal(new ServerData(data), message);
        Assert.Equal(7ul, id);
    }
}
