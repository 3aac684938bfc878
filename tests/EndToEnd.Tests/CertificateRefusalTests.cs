using System.Text.Json;
using Sodium;
using Sws.Protocol;
using Sws.Testing;

namespace Sws.EndToEnd.Tests;

/// <summary>Client certificates made by the reference's package, right and wrong, at a hub that requires one.</summary>
[Collection<GatewayGroup>]
public sealed class CertificateRefusalTests(GatewayFixture fixture) : IAsyncLifetime
{
    private JsonElement _certificates;

    public static TheoryData<string, string> Wrong => new()
    {
        { "missing", "certificate_missing" },
        { "malformed", "certificate_malformed" },
        { "self-typed", "certificate_type" },
        { "other-case", "certificate_type" },
        { "unknown-ca", "certificate_unknown_ca" },
        { "namesake-ca", "certificate_signature" },
        { "altered", "certificate_signature" },
        { "expired", "certificate_expired" },
        { "outlives-ca", "certificate_outlives_ca" },
        { "other-key", "certificate_key_mismatch" },
        { "other-address", "certificate_address" },
    };

    public async ValueTask InitializeAsync() =>
        _certificates = await fixture.CertificatesAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Certificate_Wrong_IsRefused(string name, string tag)
    {
        await using var client = await PresentAsync(GatewayFixture.LockedHub, name);
        await client.Socket.ExpectCloseAsync(CloseReason.FromTag(tag)!);
    }

    [Theory]
    [InlineData(GatewayFixture.LockedHub, "valid")]
    [InlineData(GatewayFixture.AnywhereHub, "valid")]
    [InlineData(GatewayFixture.AnywhereHub, "other-address")]
    public async Task Certificate_Right_IsAccepted(string hub, string name)
    {
        await using var client = await PresentAsync(hub, name);
        await client.SendAsync("hello");
        Assert.Equal("hello"u8.ToArray(), await client.ReadAsync("the echo"));
    }

    [Fact]
    public async Task Records_SentBeforeTheRefusal_ReachNobody()
    {
        // The client believes that it is open 20 ms after ClientReady, accepted or not, and sends: the refusal is all it may get.
        await using var client = await PresentAsync(GatewayFixture.LockedHub, "expired");
        await client.Socket.SendAsync(Enumerable.Range(0, 20).Select(number => client.Record([(byte)number])));
        await client.Socket.ExpectCloseAsync(CloseReason.CertificateExpired);
    }

    private async Task<RawSwsClient> PresentAsync(string hub, string name)
    {
        var made = _certificates.GetProperty(name);
        var pair = new KeyPair(made.GetProperty("publicKey").GetBytesFromBase64(), made.GetProperty("secretKey").GetBytesFromBase64());
        var client = new RawSwsClient(await RawWebSocket.OpenAsync(fixture.Gateway.Url(hub)), version: 2, pair);
        await client.SendTextAsync(client.Hello().ToJsonString());
        await client.ReadServerHelloAsync();
        Assert.Contains("\"requireCert\":true", client.ServerJson, StringComparison.Ordinal);
        await client.SendTextAsync(client.Ready(made.GetProperty("json").GetString()!).ToJsonString());
        return client;
    }
}
