using Sws.Protocol.Messaging;
using static Sws.Protocol.Tests.Messaging.Codecs;

namespace Sws.Protocol.Tests.Messaging;

public class ProtoMalformedTests
{
    [Theory]
    [InlineData("", DecodeStatus.Malformed)] // no message
    [InlineData("32", DecodeStatus.Malformed)] // no length
    [InlineData("32 05 0A0167", DecodeStatus.Malformed)] // shorter than its length
    [InlineData("32 FFFFFFFF7F 00", DecodeStatus.Malformed)] // length beyond 2 GiB
    [InlineData("32 FFFFFFFFFFFFFFFFFF01", DecodeStatus.Malformed)] // length 2^64-1
    [InlineData("32 80808080808080808080808001", DecodeStatus.Malformed)] // varint of 13 bytes
    [InlineData("32 04 0A0167 10", DecodeStatus.Malformed)] // varint without bytes
    [InlineData("32 0E 0A0167 10FFFFFFFFFFFFFFFFFF02", DecodeStatus.Malformed)] // varint beyond 64 bits
    [InlineData("32 00", DecodeStatus.Malformed)] // no group
    [InlineData("32 02 0A00", DecodeStatus.Malformed)] // empty group
    [InlineData("32 03 0A01FF", DecodeStatus.Malformed)] // group not UTF-8
    [InlineData("32 02 0801", DecodeStatus.Malformed)] // group a number
    [InlineData("32 06 0A0167 0A0167", DecodeStatus.Malformed)] // group twice
    [InlineData("32 06 0A0167 120161", DecodeStatus.Malformed)] // ack id a string
    [InlineData("32 07 0A0167 1001 1002", DecodeStatus.Malformed)] // ack id twice
    [InlineData("32 06 0A0167 A20600", DecodeStatus.Malformed)] // recover without epoch
    [InlineData("32 03 0A0167 3A 03 0A0167", DecodeStatus.Malformed)] // two messages
    [InlineData("32 03 0A0167 32 03 0A0167", DecodeStatus.Malformed)] // the same one twice
    [InlineData("30 01", DecodeStatus.Malformed)] // a message as a number
    [InlineData("32 05 0A0167 00 00", DecodeStatus.Malformed)] // field number 0
    [InlineData("32 05 0A0167 4B4C", DecodeStatus.Malformed)] // a group (proto2)
    [InlineData("32 05 0A0167 4F00", DecodeStatus.Malformed)] // wire type 7
    [InlineData("0A 03 0A0167", DecodeStatus.Malformed)] // no data
    [InlineData("0A 05 0A0167 1A00", DecodeStatus.Malformed)] // empty data
    [InlineData("0A 0B 0A0167 1A06 0A0161 120162", DecodeStatus.Malformed)] // text and bytes
    [InlineData("0A 08 0A0167 1A03 0A01FF", DecodeStatus.Malformed)] // text not UTF-8
    [InlineData("0A 07 0A0167 1A02 0801", DecodeStatus.Malformed)] // text a number
    [InlineData("0A 09 0A0167 1A04 22027B5D", DecodeStatus.Malformed)] // json "{]"
    [InlineData("0A 0B 0A0167 1A06 0A017D A00601", DecodeStatus.Malformed)] // marked text "}"
    [InlineData("0A 08 0A0167 1A03 1A010A", DecodeStatus.Malformed)] // Any truncated
    [InlineData("2A 06 1204 0A024869", DecodeStatus.Malformed)] // event without a name
    [InlineData("B206 03 0A0131", DecodeStatus.Malformed)] // invoke nobody
    [InlineData("B206 09 0A0131 2A0175 320163", DecodeStatus.Malformed)] // invoke two
    [InlineData("BA06 05 0A0131 2A00", DecodeStatus.Malformed)] // error without a name
    [InlineData("4A 00", DecodeStatus.UnknownType)] // published or added later
    [InlineData("FA07 00", DecodeStatus.UnknownType)]
    [InlineData("9206 00", DecodeStatus.UnknownType)] // unassigned number 98
    [InlineData("BA03 03 0A0167 32 03 0A0167", DecodeStatus.Ok)] // unknown field beside a message
    [InlineData("32 0E 0A0167 590000000000000000 5801", DecodeStatus.Ok)] // unknown fields inside, 64 bits and varint
    [InlineData("32 0C 0A0167 9D0100000000 7A0178", DecodeStatus.Ok)] // unknown fields inside, 32 bits and bytes
    [InlineData("32 0E 0A0167 10FFFFFFFFFFFFFFFFFF01", DecodeStatus.Ok)] // the largest ack id
    [InlineData("32 07 0A0167 4001 4002", DecodeStatus.Ok)] // unknown field inside, twice
    [InlineData("32 8500 0A0167 1001", DecodeStatus.Ok)] // a longer length than needed
    public void Decode_ByHand_Status(string hex, DecodeStatus expected)
    {
        Assert.Equal(expected, ReliableProto.Decode(Convert.FromHexString(hex.Replace(" ", "")), out var message));
        Assert.Equal(expected == DecodeStatus.Ok, message is not null);
    }

    [Theory]
    [InlineData("", DecodeStatus.Malformed)]
    [InlineData("12 07 0A0567726F7570", DecodeStatus.Malformed)] // no data
    [InlineData("12 0D 0A0567726F7570 1A04 0A024869", DecodeStatus.Malformed)] // no group
    [InlineData("12 06 1A04 0A024869", DecodeStatus.Malformed)] // no from
    [InlineData("12 09 0A0178 1A04 0A024869", DecodeStatus.UnknownType)] // from "x"
    [InlineData("12 10 0A06736572766572 1A04 0A024869 2200", DecodeStatus.Malformed)] // sequence id a string
    [InlineData("1A 00", DecodeStatus.Malformed)]
    [InlineData("1A 02 0A00", DecodeStatus.Malformed)] // no connection id
    [InlineData("1A 02 1A00", DecodeStatus.UnknownType)]
    [InlineData("1A 03 D20600", DecodeStatus.UnknownType)]
    [InlineData("1A 04 1200 1200", DecodeStatus.Malformed)]
    [InlineData("A206 07 0A0167 1A02 0A00", DecodeStatus.Malformed)] // member without a connection
    [InlineData("A206 07 0A0167 1A02 0801", DecodeStatus.Malformed)] // member a number
    [InlineData("A206 07 0A0167 1A02 1001", DecodeStatus.Ok)] // unknown field in the list
    [InlineData("FA07 00", DecodeStatus.UnknownType)]
    public void DecodeServer_ByHand_Status(string hex, DecodeStatus expected)
    {
        Assert.Equal(expected, ReliableProto.DecodeServer(Convert.FromHexString(hex.Replace(" ", "")), out var message, out _));
        Assert.Equal(expected == DecodeStatus.Ok, message is not null);
    }

    [Theory]
    [InlineData(1024, DecodeStatus.Ok)]
    [InlineData(1025, DecodeStatus.Malformed)]
    public void Decode_GroupName_LimitIs1024Utf8Bytes(int letters, DecodeStatus expected) =>
        Assert.Equal(expected, ReliableProto.Decode(ReliableProto.EncodeClient(new LeaveGroup(new string('g', letters), 1)), out _));

    [Theory]
    [InlineData(32, DecodeStatus.Ok)]
    [InlineData(33, DecodeStatus.TooDeep)]
    public void Decode_DepthOfJson_LimitIs32(int depth, DecodeStatus expected)
    {
        var json = JsonData(new string('[', depth) + new string(']', depth));

        Assert.Equal(expected, ReliableProto.Decode(ReliableProto.EncodeClient(new SendEvent("e", json, null)), out _));
    }

    [Fact]
    public void Decode_SequenceAckInPlainProtocol_Unsupported() =>
        Assert.Equal(DecodeStatus.Unsupported, PlainProto.Decode(PlainProto.EncodeClient(new SequenceAck(1)), out _));
}
