using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sws.Gateway.Connections;
using Sws.Gateway.Options;
using Sws.Gateway.Proxies;
using Sws.Testing;

namespace Sws.Gateway.Tests.Proxies;

public class ProxyProtocolMiddlewareTests
{
    private const string Header = "PROXY TCP4 192.0.2.7 10.0.0.1 4711 8080\r\n";
    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _input = new();

    [Fact]
    public async Task Serve_HeaderFromAProxy_ClientInItsPlaceAndTheRestLeft()
    {
        await WriteAsync(Header + "GET");

        Assert.Equal(("192.0.2.7:4711", "GET", true), await ServedAsync("10.0.0.1"));
    }

    [Fact]
    public async Task Serve_HeaderInPieces_Read()
    {
        Task<(string, string, bool)?> served = ServedAsync("10.0.0.1");
        foreach (char letter in Header)
        {
            await WriteAsync(letter.ToString());
        }

        await WriteAsync("GET");
        Assert.Equal("192.0.2.7:4711", (await served.Within(Timeouts.Step, "the connection behind the header"))!.Value.Item1);
    }

    [Fact]
    public async Task Serve_ProxySpeaksForItself_ItsOwnAddress()
    {
        await WriteAsync("PROXY UNKNOWN\r\nGET");

        Assert.Equal(("10.0.0.1:5000", "GET", true), await ServedAsync("10.0.0.1"));
    }

    [Fact]
    public async Task Serve_MappedAddressOfAProxy_IsAProxy()
    {
        await WriteAsync(Header + "GET");

        Assert.Equal(("192.0.2.7:4711", "GET", true), await ServedAsync("::ffff:10.0.0.1"));
    }

    [Fact]
    public async Task Serve_HeaderFromAnybodyElse_NotRead()
    {
        await WriteAsync(Header);

        Assert.Equal(("192.0.2.99:5000", Header, false), await ServedAsync("192.0.2.99"));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("PROXY TCP4 192.0.2.7\r\n")]
    public async Task Serve_NoHeaderFromAProxy_Refused(string start)
    {
        await WriteAsync(start);

        Assert.Null(await ServedAsync("10.0.0.1").Within(Timeouts.Step, "the refusal"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("PROXY TCP4 192.")]
    public async Task Serve_ProxyEndsEarly_Refused(string start)
    {
        await WriteAsync(start);
        await _input.Writer.CompleteAsync();

        Assert.Null(await ServedAsync("10.0.0.1").Within(Timeouts.Step, "the refusal"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("PROXY ")]
    public async Task Serve_HeaderDoesNotCome_RefusedAtTheHandshakeDeadline(string start)
    {
        await WriteAsync(start);
        Task<(string, string, bool)?> served = ServedAsync("10.0.0.1");

        _time.Advance(ConnectionTimeouts.Default.Handshake - TimeSpan.FromMilliseconds(1));
        Assert.False(served.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Null(await served.Within(Timeouts.Step, "the refusal"));
    }

    private async Task WriteAsync(string text) => await _input.Writer.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);

    /// <summary>What the next in line saw: address, bytes, whether it was told when the connection was accepted; null if it saw nothing.</summary>
    private async Task<(string Address, string Text, bool IsProxied)?> ServedAsync(string peer)
    {
        ProxySettings settings = new([IPNetwork.Parse("10.0.0.0/8")], ProxyProtocolMode.Required, ForwardedHeader.Off);
        ProxyProtocolMiddleware middleware = new(settings, ConnectionTimeouts.Default, _time, NullLogger<ProxyProtocolMiddleware>.Instance);
        await using DefaultConnectionContext context = new("test")
        {
            Transport = new DuplexPipe(_input.Reader, new Pipe().Writer),
            RemoteEndPoint = new IPEndPoint(IPAddress.Parse(peer), 5000),
        };
        (string, string, bool)? seen = null;
        await middleware.ServeAsync(context, async connection =>
        {
            ReadResult result = await connection.Transport.Input.ReadAsync();
            seen = (connection.RemoteEndPoint!.ToString()!, Encoding.ASCII.GetString(result.Buffer), connection.Features.Get<ProxiedConnection>() is not null);
        });
        return seen;
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
