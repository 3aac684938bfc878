using Microsoft.AspNetCore.WebUtilities;
using Sws.Gateway.Connections;
using Sws.Gateway.Options;
using Sws.Grains.Hubs;

namespace Sws.Gateway.Tests.Connections;

public class ClientUrlTests
{
    private const string Json = "json.webpubsub.azure.v1";
    private const string ReliableJson = "json.reliable.webpubsub.azure.v1";
    private static readonly HubCatalog Hubs = new(HubSettingsReader.Samples);

    [Fact]
    public void TryParse_NoProtocol_SimpleClient()
    {
        ClientUrl url = Accepted("/client/hubs/echo", "");

        Assert.Equal("echo", url.Hub.Name);
        Assert.Null(url.Codec);
        Assert.Null(url.AcceptedProtocol);
        Assert.Null(url.RecoverConnectionId);
    }

    [Fact]
    public void TryParse_ProtocolInQueryOnly_UsedAndNotNamedInTheAnswer()
    {
        ClientUrl url = Accepted("/client/hubs/chat", "?protocol=" + Json);

        Assert.Equal(Json, url.Codec?.Name);
        Assert.Null(url.AcceptedProtocol);
    }

    [Fact]
    public void TryParse_ProtocolInQueryAndHeader_QueryDecides()
    {
        ClientUrl url = Accepted("/client/hubs/chat", "?protocol=" + ReliableJson, Json, ReliableJson);

        Assert.Equal(ReliableJson, url.Codec?.Name);
        Assert.Equal(ReliableJson, url.AcceptedProtocol);
    }

    [Fact]
    public void TryParse_SeveralInHeader_FirstKnown()
    {
        ClientUrl url = Accepted("/client/hubs/chat", "", "mqtt", Json, ReliableJson);

        Assert.Equal(Json, url.AcceptedProtocol);
    }

    [Fact]
    public void TryParse_Recovery_IdAndToken()
    {
        ClientUrl url = Accepted("/client/hubs/chat", "?awps_connection_id=a&awps_reconnection_token=b%2Bc");

        Assert.Equal(("a", "b+c"), (url.RecoverConnectionId, url.RecoveryToken));
    }

    [Theory]
    [InlineData("/client/hubs/")]
    [InlineData("/client/hubs/Echo")]
    [InlineData("/client/hubs/echo/")]
    [InlineData("/CLIENT/hubs/echo")]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("/client/hubs/%")]
    public void TryParse_NoSuchHub_UnknownHub(string path) => Assert.Equal(UpgradeRefusal.UnknownHub, Parse(path, "", [], out _));

    [Fact]
    public void TryParse_PercentEncodedHub_Found() => Assert.Equal("echo", Accepted("/client/hubs/%65cho", "").Hub.Name);

    [Fact]
    public void TryParse_UnknownProtocolInQuery_Refused() =>
        Assert.Equal(UpgradeRefusal.UnknownProtocol, Parse("/client/hubs/chat", "?protocol=mqtt", [Json], out _));

    private static ClientUrl Accepted(string path, string query, params string[] protocols)
    {
        Assert.Null(Parse(path, query, protocols, out ClientUrl? url));
        return url!;
    }

    private static UpgradeRefusal? Parse(string path, string query, string[] protocols, out ClientUrl? url) =>
        ClientUrl.TryParse(new UpgradeRequest(path, QueryHelpers.ParseQuery(query), "", protocols, false, null), Hubs, out url);
}
