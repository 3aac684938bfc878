using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Sws.Protocol.Messaging;
using static Sws.Protocol.Tests.Messaging.Codecs;
using Schema = Sws.Messages.Schema;

namespace Sws.Protocol.Tests.Messaging;

/// <summary>The codec against Google's implementation of protobuf and the schema in the docs.</summary>
public class ProtoInteropTests
{
    // Google's parser and writer in between: every field must be in the schema, with the same number and type, or it would be lost here.
    [Fact]
    public void EncodeClient_ThroughGooglesParser_DecodesToTheSame()
    {
        foreach (var message in Samples.ReliableClient)
        {
            var parsed = Schema.UpstreamMessage.Parser.WithDiscardUnknownFields(true).ParseFrom(ReliableProto.EncodeClient(message));

            Assert.Equal(DecodeStatus.Ok, ReliableProto.Decode(parsed.ToByteArray(), out var decoded));
            Assert.Equal(message, decoded);
        }
    }

    [Fact]
    public void Encode_ThroughGooglesParser_DecodesToTheSame()
    {
        foreach (var message in Samples.Server)
        {
            var body = Sequence(ReliableProto, ReliableProto.Encode(message), 300);
            var parsed = Schema.DownstreamMessage.Parser.WithDiscardUnknownFields(true).ParseFrom(body);

            Assert.Equal(DecodeStatus.Ok, ReliableProto.DecodeServer(parsed.ToByteArray(), out var decoded, out var sequenceId));
            Assert.Equal(message, decoded);
            Assert.Equal(message.IsSequenced ? 300ul : null, sequenceId);
        }
    }

    [Fact]
    public void Decode_WrittenByGoogle_ReadsEveryPublishedField()
    {
        var upstream = new Schema.UpstreamMessage
        {
            SendToGroupMessage = new()
            {
                Group = "room",
                AckId = 7,
                NoEcho = true,
                Data = new Schema.MessageData { ProtobufData = Any.Pack(new StringValue { Value = "x" }) },
            },
        };

        Assert.Equal(DecodeStatus.Ok, ReliableProto.Decode(upstream.ToByteArray(), out var message));
        var send = Assert.IsType<SendToGroup>(message);
        Assert.Equal(("room", 7ul, true), (send.Group, send.AckId, send.NoEcho));
        Assert.Equal("x", Any.Parser.ParseFrom(send.Data.Bytes.Span).Unpack<StringValue>().Value);
    }

    [Fact]
    public void Decode_JsonField_IsJson()
    {
        var upstream = new Schema.UpstreamMessage
        {
            EventMessage = new() { Event = "e", Data = new Schema.MessageData { JsonData = "{\"a\":1}" } },
        };

        Assert.Equal(DecodeStatus.Ok, PlainProto.Decode(upstream.ToByteArray(), out var message));
        Assert.Equal(new SendEvent("e", JsonData("{\"a\":1}"), null), message);
    }

    [Fact]
    public void Encode_Json_IsTextForParsersOfThePublishedSchema()
    {
        var parsed = Schema.DownstreamMessage.Parser.ParseFrom(PlainProto.Encode(new GroupMessage("g", "u", JsonData("[1]"), null)));

        Assert.Equal("group", parsed.DataMessage.From);
        Assert.Equal("g", parsed.DataMessage.Group);
        Assert.Equal("[1]", parsed.DataMessage.Data.TextData);
        Assert.False(parsed.DataMessage.HasSequenceId);
    }

    [Fact]
    public void Encode_Connected_ReadByGoogle()
    {
        var message = new Connected("c", "u", "t", false, "Expired", 0, 60, new ConnectionLimits(1, 2, 3, 4));

        var parsed = Schema.DownstreamMessage.Parser.ParseFrom(ReliableProto.Encode(message)).SystemMessage.ConnectedMessage;

        Assert.Equal(("c", "u", "t"), (parsed.ConnectionId, parsed.UserId, parsed.ReconnectionToken));
        Assert.Equal((false, "Expired", true, 0ul, 60), (parsed.Recovered, parsed.Reason, parsed.HasAckedUpTo, parsed.AckedUpTo, parsed.TtlSeconds));
        Assert.Equal(4, parsed.Limits.MaxGroups);
    }
}
