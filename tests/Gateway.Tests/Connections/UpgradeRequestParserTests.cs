using System.Buffers;
using System.Text;
using Sws.Gateway.Connections;

namespace Sws.Gateway.Tests.Connections;

public class UpgradeRequestParserTests
{
    private const string Key = "dGhlIHNhbXBsZSBub25jZQ==";
    private const string Good =
        "GET /client/hubs/chat?access=a%20b&x=1&x=2 HTTP/1.1\r\nHost: localhost:8080\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
        + "Sec-WebSocket-Key: " + Key + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: one, two\r\n\r\n";

    [Fact]
    public void Check_GoodRequest_AllPartsRead()
    {
        UpgradeRequest request = Accepted(ParseWhole(Good));

        Assert.Equal("/client/hubs/chat", request.Path);
        Assert.Equal("a b", request.Query["access"]);
        Assert.Equal(["1", "2"], request.Query["x"].ToArray());
        Assert.Equal(Key, request.Key);
        Assert.Equal(["one", "two"], request.Protocols);
        Assert.False(request.HasOrigin);
    }

    [Fact]
    public void TryParse_ByteByByte_SameAsWhole()
    {
        UpgradeRequestParser parser = new();
        byte[] bytes = Encoding.ASCII.GetBytes(Good);
        List<byte> pending = [];
        foreach (byte next in bytes)
        {
            Assert.False(parser.IsComplete);
            pending.Add(next);
            ReadOnlySequence<byte> buffer = new(pending.ToArray());
            Assert.True(parser.TryParse(ref buffer));
            pending = [.. buffer.ToArray()];
        }

        UpgradeRequest request = Accepted(parser);
        Assert.Empty(pending);
        Assert.Equal(bytes.Length, parser.BytesRead);
        Assert.Equal("/client/hubs/chat", request.Path);
        Assert.Equal("a b", request.Query["access"]);
        Assert.Equal(Key, request.Key);
        Assert.Equal(["one", "two"], request.Protocols);
    }

    [Fact]
    public void TryParse_BytesBehindTheHead_AreLeft()
    {
        UpgradeRequestParser parser = new();
        ReadOnlySequence<byte> buffer = new(Encoding.ASCII.GetBytes(Good + "{}"));

        Assert.True(parser.TryParse(ref buffer));

        Assert.True(parser.IsComplete);
        Assert.Equal("{}"u8.ToArray(), buffer.ToArray());
    }

    [Theory]
    [InlineData("UPGRADE: WebSocket\r\nCONNECTION: upgrade")]
    [InlineData("Upgrade: h2c, websocket\r\nConnection: close,Upgrade")]
    [InlineData("Upgrade: h2c\r\nUpgrade: websocket\r\nConnection: close\r\nConnection: Upgrade")]
    public void Check_UpgradeSpeltOtherwise_Accepted(string headers) =>
        Accepted(ParseWhole(Good.Replace("Upgrade: websocket\r\nConnection: keep-alive, Upgrade", headers, StringComparison.Ordinal)));

    [Fact]
    public void Check_Origin_Noticed() =>
        Assert.True(Accepted(ParseWhole(Good.Replace("Host:", "Origin: http://localhost\r\nHost:", StringComparison.Ordinal))).HasOrigin);

    [Fact]
    public void Check_NoQuery_QueryEmpty() =>
        Assert.Empty(Accepted(ParseWhole(Good.Replace("?access=a%20b&x=1&x=2", "", StringComparison.Ordinal))).Query);

    [Theory]
    [InlineData("Upgrade: websocket\r\n", "")]
    [InlineData("Upgrade: websocket\r\n", "Upgrade: websockets\r\n")]
    [InlineData("Connection: keep-alive, Upgrade\r\n", "")]
    [InlineData("Connection: keep-alive, Upgrade\r\n", "Connection: keep-alive\r\n")]
    public void Check_NoUpgrade_UpgradeRequired(string part, string replacement) =>
        Assert.Equal(UpgradeRefusal.UpgradeRequired, Refused(part, replacement));

    [Theory]
    [InlineData("Sec-WebSocket-Key: " + Key + "\r\n", "")]
    [InlineData("Sec-WebSocket-Key: " + Key + "\r\n", "Sec-WebSocket-Key: " + Key + "\r\nSec-WebSocket-Key: " + Key + "\r\n")]
    [InlineData(Key, "c2hvcnQ=")]
    [InlineData(Key, "not base64 at all!!!!!!!")]
    [InlineData("Version: 13", "Version: 8")]
    [InlineData("Sec-WebSocket-Version: 13\r\n", "")]
    [InlineData("GET ", "POST ")]
    [InlineData("HTTP/1.1", "HTTP/1.0")]
    [InlineData("Host: localhost:8080\r\n", "")]
    public void Check_WrongRequest_BadRequest(string part, string replacement) =>
        Assert.Equal(UpgradeRefusal.BadRequest, Refused(part, replacement));

    [Theory]
    [InlineData("\x16\x03\x01\x02\n\r\n")]
    [InlineData("hello\r\n\r\n")]
    [InlineData("GET / HTTP/9.9\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nno colon\r\n\r\n")]
    public void TryParse_NotHttp_False(string text)
    {
        ReadOnlySequence<byte> buffer = new(Encoding.Latin1.GetBytes(text));

        Assert.False(new UpgradeRequestParser().TryParse(ref buffer));
    }

    private static UpgradeRequestParser ParseWhole(string text)
    {
        UpgradeRequestParser parser = new();
        ReadOnlySequence<byte> buffer = new(Encoding.ASCII.GetBytes(text));
        Assert.True(parser.TryParse(ref buffer));
        Assert.True(parser.IsComplete);
        return parser;
    }

    private static UpgradeRequest Accepted(UpgradeRequestParser parser)
    {
        Assert.Null(parser.Check(out UpgradeRequest? request));
        return request!;
    }

    private static UpgradeRefusal? Refused(string part, string replacement)
    {
        Assert.Contains(part, Good, StringComparison.Ordinal);
        UpgradeRefusal? refusal = ParseWhole(Good.Replace(part, replacement, StringComparison.Ordinal)).Check(out UpgradeRequest? request);
        Assert.Null(request);
        return refusal;
    }
}
