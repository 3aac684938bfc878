using System.Buffers.Text;
using Sws.Protocol;
using Sws.Protocol.Certificates;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Trust;

/// <summary>What is revoked ends within two seconds, stays out, and stays out after a crash.</summary>
public sealed class RevocationTests
{
    private static readonly string[] Settings =
    [
        "--Hubs:locked:RequireCert=true", "--Hubs:locked:Handler=echo", "--Logging:Console:FormatterName=simple",
    ];

    [Fact]
    public async Task Revoke_TenOfAThousand_ExactlyTheseEndAndStayOutAfterACrash()
    {
        using TemporaryFolder folder = new();
        await using GatewayProcess gateway = await GatewayProcess.StartInAsync(folder.At("data"), Settings);
        using CertificateAuthority authority = Device.AuthorityOf(gateway.CaKeyFile);
        await using DeviceFleet fleet = new(authority);
        Uri url = gateway.Url("locked");
        await fleet.EnterAsync(url);
        using AdminClient admin = AdminClient.Of(gateway);
        TimeSpan longest = await fleet.RevokeAsync(admin);
        TestContext.Current.TestOutputHelper?.WriteLine($"closed within {longest.TotalMilliseconds:0} ms");
        Assert.Contains(gateway.Process.Output, line => line.Contains("Sws.Audit[1903]", StringComparison.Ordinal) && line.Contains("certificate_revoked", StringComparison.Ordinal));
        await fleet.ExpectRefusedAsync(url);
        Assert.Empty(gateway.ErrorLogs());

        gateway.Process.Kill();
        await gateway.Process.WaitForExitAsync(Timeouts.Process);
        await using GatewayProcess again = await GatewayProcess.StartInAsync(folder.At("data"), Settings);
        await fleet.ExpectRefusedAsync(again.Url("locked"));
        await using Device other = Device.Make(authority);
        await other.EnterAsync(again.Url("locked"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Revoke_AKeyWithoutACertificate_EndsItsSession(int version)
    {
        await using GatewayProcess gateway = await GatewayProcess.StartAsync();
        await using RawSwsClient client = await RawSwsClient.OpenAsync(gateway.Url("echo"), version);
        await client.SendAsync("hello");
        await client.ReadAsync("the echo");
        using AdminClient admin = AdminClient.Of(gateway);
        await admin.DoAsync(HttpMethod.Post, "/revocations", new { publicKey = Base64Url.EncodeToString(client.PublicKey) });
        await client.Socket.ExpectCloseAsync(CloseReason.CertificateRevoked);
    }

    [Fact]
    public async Task Certificate_ThatEndsWhileConnected_EndsItsSession()
    {
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Settings);
        using CertificateAuthority authority = Device.AuthorityOf(gateway.CaKeyFile);
        await using Device device = Device.Make(authority, TimeSpan.FromSeconds(3));
        await device.EnterAsync(gateway.Url("locked"));
        await device.Client!.Socket.ExpectCloseAsync(CloseReason.CertificateExpired, TimeSpan.FromSeconds(5));
        await using RawSwsClient late = await device.KnockAsync(gateway.Url("locked"));
        await late.Socket.ExpectCloseAsync(CloseReason.CertificateExpired);
    }

    [Fact]
    public async Task RollOver_UnderContinuousConnects_FailsNobodyUntilTheOldAuthorityIsRemoved()
    {
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Settings);
        using CertificateAuthority oldAuthority = Device.AuthorityOf(gateway.CaKeyFile);
        using CertificateAuthority newAuthority = CertificateAuthority.Create("next.example", TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(1));
        using AdminClient admin = AdminClient.Of(gateway);
        Uri url = gateway.Url("locked");

        // :: Step 1: the new authority's certificates are refused, the old one's are not.
        await using Device early = Device.Make(newAuthority);
        await using (RawSwsClient refused = await early.KnockAsync(url))
        {
            await refused.Socket.ExpectCloseAsync(CloseReason.CertificateUnknownCa);
        }

        await using Device live = Device.Make(oldAuthority);
        await live.EnterAsync(url);

        // :: Step 2: both are trusted, while devices of the old one keep coming.
        Task<int> coming = ConnectAsync(oldAuthority, url, 40);
        await admin.DoAsync(HttpMethod.Post, "/authorities", new { certificate = System.Text.Json.JsonElement.Parse(newAuthority.Certificate.ToJson()), reason = "roll-over" });
        Assert.Equal(40, await coming);
        Assert.Equal(20, await ConnectAsync(newAuthority, url, 20));

        // :: Step 3: the old one goes, while devices of the new one keep coming.
        coming = ConnectAsync(newAuthority, url, 40);
        await admin.DoAsync(HttpMethod.Delete, "/authorities/" + oldAuthority.Certificate.Fingerprint);
        await live.Client!.Socket.ExpectCloseAsync(CloseReason.CertificateUnknownCa);
        Assert.Equal(40, await coming);
        await using RawSwsClient old = await live.KnockAsync(url);
        await old.Socket.ExpectCloseAsync(CloseReason.CertificateUnknownCa);
    }

    private static async Task<int> ConnectAsync(CertificateAuthority authority, Uri url, int count)
    {
        int entered = 0;
        for (; entered < count; entered++)
        {
            await using Device device = Device.Make(authority);
            await device.EnterAsync(url);
        }

        return entered;
    }
}
