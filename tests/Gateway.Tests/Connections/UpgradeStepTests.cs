using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Sws.Gateway.Connections;
using Sws.Gateway.Limits;
using Sws.Gateway.Options;
using Sws.Gateway.Proxies;
using Sws.Grains.Hubs;
using Sws.Testing;

namespace Sws.Gateway.Tests.Connections;

public class UpgradeStepTests
{
    private const string Start = "GET /client/hubs/echo HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";

    [Fact]
    public async Task RunAsync_GoodRequest_SwitchesProtocols() =>
        Assert.StartsWith("HTTP/1.1 101 ", await AnswerAsync(Start + "\r\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("X-Long: ", false)]
    [InlineData("X-Long: ", true)]
    public async Task RunAsync_HeadOver16KiB_TooLarge(string header, bool manyHeaders)
    {
        string filler = manyHeaders ? string.Concat(Enumerable.Repeat(header + new string('a', 90) + "\r\n", 200)) : header + new string('a', 17 * 1024);

        Assert.StartsWith("HTTP/1.1 431 ", await AnswerAsync(Start + filler), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_UnknownHub_NotFound() =>
        Assert.StartsWith(
            "HTTP/1.1 404 ", await AnswerAsync(Start.Replace("/echo", "/other", StringComparison.Ordinal) + "\r\n"), StringComparison.Ordinal);

    [Fact]
    public async Task RunAsync_NotHttp_BadRequest() =>
        Assert.StartsWith("HTTP/1.1 400 ", await AnswerAsync("hello\r\n\r\n"), StringComparison.Ordinal);

    [Fact]
    public async Task RunAsync_PeerLeavesInTheMiddle_NoAnswer() => Assert.Equal("", await AnswerAsync(Start, completes: true));

    private static async Task<string> AnswerAsync(string request, bool completes = false)
    {
        Pipe input = new(new PipeOptions(pauseWriterThreshold: 0));
        Pipe output = new();
        await using DefaultConnectionContext context = new("test") { Transport = new DuplexPipe(input.Reader, output.Writer) };
        using SwsConnection connection = new(context, 0, long.MaxValue);
        await input.Writer.WriteAsync(Encoding.ASCII.GetBytes(request));
        if (completes)
        {
            await input.Writer.CompleteAsync();
        }

        ClientAddresses addresses = new(ProxySettings.None, new AddressRateLimiter(new AdmissionLimits(1, 1, 1, 1), TimeProvider.System));
        await new UpgradeStep(new HubCatalog(HubSettingsReader.Samples), TestMetrics.Connections(), addresses).RunAsync(connection, output.Writer)
            .Within(Timeouts.Step, "the answer to the upgrade request");
        await output.Writer.CompleteAsync();
        ReadResult result = await output.Reader.ReadAtLeastAsync(int.MaxValue);
        return Encoding.ASCII.GetString(result.Buffer);
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
