using Sws.Protocol;
using Sws.Testing;

namespace Sws.EndToEnd.Tests;

/// <summary>Frames that RFC 6455 forbids, during the handshake and after it.</summary>
[Collection<GatewayGroup>]
public sealed class FrameRefusalTests(GatewayFixture fixture)
{
    private const int MessageLimit = 1024 * 1024;

    private static readonly Dictionary<string, RawFrame[]> Bad = new()
    {
        ["frame_reserved_bits"] = [new(RawFrame.Binary, [1]) { Reserved = 4 }],
        ["frame_opcode"] = [new(3, [1])],
        ["frame_control_too_long"] = [new(RawFrame.Ping, new byte[126])],
        ["frame_control_fragmented"] = [new(RawFrame.Ping, []) { Fin = false }],
        ["frame_continuation"] = [new(RawFrame.Continuation, [1])],
        ["frame_interleaved"] = [new(RawFrame.Text, [1]) { Fin = false }, new(RawFrame.Text, [1])],
        ["frame_length"] = [new(RawFrame.Binary, [1]) { LengthBytes = 2 }],
        ["close_payload"] = [new(RawFrame.Close, [3])],
    };

    public static TheoryData<string, bool> Tags =>
        new(Bad.Keys.SelectMany(tag => new[] { true, false }.Select(early => new TheoryDataRow<string, bool>(tag, early))));

    private Uri Echo => fixture.Gateway.Url("echo");

    [Theory]
    [MemberData(nameof(Tags))]
    public async Task Frame_Malformed_IsRefused(string tag, bool duringHandshake)
    {
        await using var client = new RawSwsClient(await RawWebSocket.OpenAsync(Echo));
        if (!duringHandshake)
        {
            await client.ShakeHandsAsync();
        }

        await client.Socket.SendAsync(Bad[tag]);
        await client.Socket.ExpectCloseAsync(CloseReason.FromTag(tag)!);
    }

    [Theory]
    [InlineData(8, ulong.MaxValue)]
    [InlineData(8, 1UL << 63)]
    [InlineData(8, 125UL)]
    [InlineData(8, 65535UL)]
    [InlineData(2, 125UL)]
    public async Task Frame_LengthIsOverlongOrOver63Bits_IsRefused(int form, ulong length)
    {
        await using var client = await RawSwsClient.OpenAsync(Echo);
        await client.Socket.SendAsync(new RawFrame(RawFrame.Binary, [1]) { LengthBytes = form, ClaimedLength = length });
        await client.Socket.ExpectCloseAsync(CloseReason.FrameLength);
    }

    [Theory]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(2000)]
    [InlineData(5000)]
    public async Task Close_WithACodeThatMustNotTravel_IsRefused(int code)
    {
        await using var client = await RawSwsClient.OpenAsync(Echo);
        await client.Socket.SendAsync(RawFrame.OfClose(code));
        await client.Socket.ExpectCloseAsync(CloseReason.ClosePayload);
    }

    [Fact]
    public async Task Close_WithTextThatIsNotUtf8_IsRefused()
    {
        await using var client = await RawSwsClient.OpenAsync(Echo);
        await client.Socket.SendAsync(new RawFrame(RawFrame.Close, [0x03, 0xe8, 0xff]));
        await client.Socket.ExpectCloseAsync(CloseReason.TextNotUtf8);
    }

    [Fact]
    public async Task Frame_ClaimsMoreThanTheMessageLimit_IsRefusedBeforeItComes()
    {
        await using var client = await RawSwsClient.OpenAsync(Echo);
        await client.Socket.SendAsync(new RawFrame(RawFrame.Binary, [1]) { ClaimedLength = 2 * MessageLimit });
        await client.Socket.ExpectCloseAsync(CloseReason.MessageTooBig);
    }

    [Theory]
    [InlineData(MessageLimit)]
    [InlineData(MessageLimit + 1)]
    public async Task Message_AtTheLimit_IsEchoedAndOneByteMoreRefused(int length)
    {
        await using var client = await RawSwsClient.OpenAsync(Echo);
        await client.SendAsync(new byte[length]);
        if (length > MessageLimit)
        {
            await client.Socket.ExpectCloseAsync(CloseReason.MessageTooBig);
        }
        else
        {
            Assert.Equal(length, (await client.ReadAsync("the echo")).Length);
        }
    }

    [Fact]
    public async Task Fragments_OverTheMessageLimitTogether_AreRefused()
    {
        await using var client = await RawSwsClient.OpenAsync(Echo);
        var part = new byte[(MessageLimit / 2) + 100];
        await client.Socket.SendAsync(new RawFrame(RawFrame.Binary, part) { Fin = false }, new RawFrame(RawFrame.Continuation, part));
        await client.Socket.ExpectCloseAsync(CloseReason.MessageTooBig);
    }

    [Fact]
    public async Task Fragments_WithControlFramesBetween_AreOneRecord()
    {
        await using var client = await RawSwsClient.OpenAsync(Echo);
        var record = client.Seal([1, 2, 3, 4]);
        await client.Socket.SendAsync(
            new RawFrame(RawFrame.Binary, record[..7]) { Fin = false },
            new RawFrame(RawFrame.Ping, [9, 9]),
            new RawFrame(RawFrame.Continuation, []) { Fin = false },
            new RawFrame(RawFrame.Continuation, record[7..]));
        var pong = await client.Socket.ReadMessageAsync("the pong");
        Assert.Equal((RawFrame.Pong, "0909"), (pong.Opcode, Convert.ToHexString(pong.Payload)));
        Assert.Equal([1, 2, 3, 4], await client.ReadAsync("the echo"));
    }

    [Fact]
    public async Task Frames_ByteByByte_AreUnderstood()
    {
        await using var client = await RawSwsClient.OpenAsync(Echo);
        foreach (var value in client.Record([5, 6]).ToBytes())
        {
            await client.Socket.SendAsync(new[] { value });
        }

        Assert.Equal([5, 6], await client.ReadAsync("the echo"));
    }

    [Fact]
    public async Task Close_ByThePeer_IsAnsweredAndEnds()
    {
        await using var client = await RawSwsClient.OpenAsync(Echo);
        await client.Socket.SendAsync(RawFrame.OfClose(1000, "bye"));
        var close = await client.Socket.ReadMessageAsync("the answer to the close frame");
        Assert.Equal((RawFrame.Close, 1000), (close.Opcode, close.CloseCode));
        Assert.DoesNotContain("bye", close.CloseText, StringComparison.Ordinal);
        await client.Socket.ReadEndAsync();
    }
}
