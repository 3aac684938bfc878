using Sws.Protocol.Messaging;

namespace Sws.Protocol.Tests.Messaging;

public class MessageDataTests
{
    [Fact]
    public void Equals_SameBytesInOtherMemory_IsEqual()
    {
        var one = new MessageData(DataKind.Binary, new byte[] { 1, 2, 3 });
        var same = new MessageData(DataKind.Binary, new byte[] { 0, 1, 2, 3 }.AsMemory(1));

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, one with { Kind = DataKind.Text });
        Assert.NotEqual(one, one with { Bytes = new byte[] { 1, 2, 4 } });
    }

    [Theory]
    [InlineData(DataKind.Text, new byte[] { 0xC3, 0xA9 }, true)]
    [InlineData(DataKind.Text, new byte[] { 0xC3 }, false)]
    [InlineData(DataKind.Json, new byte[] { (byte)' ', (byte)'1', (byte)'\n' }, true)]
    [InlineData(DataKind.Json, new byte[0], false)]
    [InlineData(DataKind.Json, new byte[] { (byte)'1', (byte)',' }, false)]
    [InlineData(DataKind.Json, new byte[] { (byte)'"', 0xC3, (byte)'"' }, false)]
    [InlineData(DataKind.Binary, new byte[] { 0xFF }, true)]
    [InlineData(DataKind.Protobuf, new byte[0], true)]
    [InlineData(DataKind.Protobuf, new byte[] { 0x0A, 1, (byte)'u', 0x12, 1, 0xFF }, true)]
    [InlineData(DataKind.Protobuf, new byte[] { 0x0A, 1, 0xFF }, false)]
    [InlineData(DataKind.Protobuf, new byte[] { 0x12, 2, 0 }, false)]
    [InlineData(DataKind.Protobuf, new byte[] { 0x08, 1 }, false)]
    [InlineData((DataKind)9, new byte[0], false)]
    public void IsWellFormed_ByKind_ChecksTheBytes(DataKind kind, byte[] bytes, bool expected) =>
        Assert.Equal(expected, new MessageData(kind, bytes).IsWellFormed());

    [Fact]
    public void ToString_OfDataAndMessages_ShowsNothingAPeerWrote()
    {
        var data = Codecs.TextData("secret");

        Assert.Equal("Text, 6 bytes", data.ToString());
        Assert.Equal("SendToGroup", new SendToGroup("secret", data, false, null).ToString());
        Assert.Equal("Connected", new Connected("c", "u", "secret", false, null, null, null, null).ToString());
    }

    [Fact]
    public void Get_CodecNames_AreThePublishedOnes()
    {
        Assert.Equal(
            [
                "json.reliable.webpubsub.azure.v1",
                "json.webpubsub.azure.v1",
                "protobuf.reliable.webpubsub.azure.v1",
                "protobuf.webpubsub.azure.v1",
            ],
            MessageCodecs.Names);
        Assert.All(MessageCodecs.Names, name => Assert.Equal(name, MessageCodecs.Get(name)!.Name));
        Assert.All(MessageCodecs.Names, name => Assert.Equal(name.Contains("reliable"), MessageCodecs.Get(name)!.Reliable));
        Assert.Null(MessageCodecs.Get("mqtt"));
    }
}
