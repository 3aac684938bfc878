using Sws.Client.Tests.Peers;
using Sws.Protocol.Certificates;
using Sws.Protocol.Crypto;
using Sws.Testing;

namespace Sws.Client.Tests.Trust;

public sealed class ServerTrustTests : IDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private readonly ObservedTime _time = new();
    private readonly CertificateAuthority _authority;

    public ServerTrustTests() => _authority = CertificateAuthority.Create("ca.test", _time.GetUtcNow(), 30 * Day);

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Pin_SameKey_IsTrusted(int version)
    {
        await using var server = new PeerServer();
        var accepting = server.AcceptAsync();
        var connection = await SwsConnection.ConnectAsync(server.Options with { Version = version, Trust = ServerTrust.Pin(server.PublicKey) });
        Assert.Equal(server.PublicKey, connection.ServerPublicKey.ToArray());
        (await accepting).Cut();
        await connection.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Pin_OtherKey_IsRefused(int version)
    {
        await using var server = new PeerServer();
        using var other = BoxKeyPair.Generate();
        await AssertUntrustedAsync(server, server.Options with { Version = version, Trust = ServerTrust.Pin(other.PublicKey) }, 4516);
    }

    [Fact]
    public async Task CertificateAuthority_AddressInCertificate_IsTrusted()
    {
        await using var server = CertifiedServer(names: [], ips: ["127.0.0.1"]);
        await AssertTrustedAsync(server, Options(server));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    public async Task CertificateAuthority_NameInCertificate_IsTrusted(string name)
    {
        await using var server = CertifiedServer(names: [name], ips: []);
        await AssertTrustedAsync(server, Options(server) with { Url = new Uri($"ws://localhost:{server.Port}/") });
    }

    [Theory]
    [InlineData("example.com", "example.com")]
    [InlineData("example.com", "a.example.com")]
    [InlineData("example.com", "example.com.")]
    public async Task CertificateAuthority_ExpectedHostBelowName_IsTrusted(string name, string expected)
    {
        await using var server = CertifiedServer(names: [name], ips: []);
        await AssertTrustedAsync(server, Options(server, expected));
    }

    [Theory]
    [InlineData("example.com", "example.com.evil.org")]
    [InlineData("example.com", "badexample.com")]
    [InlineData("a.example.com", "example.com")]
    [InlineData("example.com", "127.0.0.1")]
    public async Task CertificateAuthority_OtherHost_IsRefused(string name, string expected)
    {
        await using var server = CertifiedServer(names: [name], ips: []);
        await AssertUntrustedAsync(server, Options(server, expected));
    }

    [Fact]
    public async Task CertificateAuthority_NameOfAddressOnlyCertificate_IsRefused()
    {
        // The name resolves to the certificate's address, but whoever answers the look-up decides that.
        await using var server = CertifiedServer(names: ["other.test"], ips: ["127.0.0.1"]);
        await AssertUntrustedAsync(server, Options(server) with { Url = new Uri($"ws://localhost:{server.Port}/") });
    }

    [Fact]
    public async Task CertificateAuthority_Expired_IsRefused()
    {
        await using var server = CertifiedServer(names: [], ips: ["127.0.0.1"]);
        _time.Advance(2 * Day);
        await AssertUntrustedAsync(server, Options(server), 4515);
    }

    [Fact]
    public async Task CertificateAuthority_OtherAuthorityOfTheSameName_IsRefused()
    {
        await using var server = CertifiedServer(names: [], ips: ["127.0.0.1"]);
        using var other = CertificateAuthority.Create("ca.test", _time.GetUtcNow(), 30 * Day);
        await AssertUntrustedAsync(server, Options(server) with { Trust = ServerTrust.CertificateAuthority([other.Certificate]) }, 4514);
    }

    [Fact]
    public async Task CertificateAuthority_CertificateOfAnotherKey_IsRefused()
    {
        using var other = BoxKeyPair.Generate();
        var certificate = Issue(other.PublicKey, [], ["127.0.0.1"]);
        await using var server = new PeerServer(identities: new FixedIdentities(BoxKeyPair.Generate(), certificate.ToJson()));
        await AssertUntrustedAsync(server, Options(server), 4516);
    }

    [Fact]
    public async Task CertificateAuthority_SelfSignedCertificate_IsRefused()
    {
        // What the reference accepts: a certificate of type "self", signed by its own key.
        await using var server = new PeerServer(identities: new FixedIdentities(BoxKeyPair.Generate(), _authority.Certificate.ToJson()));
        await AssertUntrustedAsync(server, Options(server), 4512);
    }

    [Fact]
    public async Task CertificateAuthority_NoCertificate_IsRefused()
    {
        await using var server = new PeerServer(identities: new FixedIdentities(BoxKeyPair.Generate(), "{}"));
        await AssertUntrustedAsync(server, Options(server), 4511);
    }

    [Fact]
    public void CertificateAuthority_EndCertificateAsAuthority_Throws()
    {
        using var key = BoxKeyPair.Generate();
        Assert.Throws<ArgumentException>(() => ServerTrust.CertificateAuthority([Issue(key.PublicKey, ["a.test"], [])]));
        Assert.Throws<ArgumentException>(() => ServerTrust.CertificateAuthority([]));
    }

    [Fact]
    public void CertificateAuthority_Version1_ThrowsAtOnce()
    {
        var options = new SwsConnectionOptions
        {
            Url = new Uri("ws://localhost/"), Trust = ServerTrust.CertificateAuthority([_authority.Certificate]), Version = 1,
        };
        Assert.Throws<ArgumentException>(() => { _ = SwsConnection.ConnectAsync(options); });
    }

    [Fact]
    public async Task Identity_ServerRequiresCertificate_IsShown()
    {
        using var key = BoxKeyPair.Generate();
        var secret = new byte[32];
        key.CopySecretKey(secret);
        using var identity = ClientIdentity.FromSecretKey(secret, Issue(key.PublicKey, ["alice.test"], []));
        await using var server = CertifiedServer([], ["127.0.0.1"], requireCertificate: true);
        var accepting = server.AcceptAsync();
        var connection = await SwsConnection.ConnectAsync(Options(server) with { Identity = identity });
        var peer = await accepting;
        Assert.Equal(identity.Certificate!.ToJson(), peer.ClientCertificate);
        Assert.Equal(key.PublicKey.ToArray(), peer.ClientPublicKey);
        peer.Cut();
        await connection.DisposeAsync();
        Assert.Equal(32, identity.PublicKey.Length);
    }

    [Fact]
    public async Task Identity_WithoutCertificateWhenRequired_ThrowsCertificateRequired()
    {
        await using var server = CertifiedServer([], ["127.0.0.1"], requireCertificate: true);
        var accepting = server.AcceptAsync();
        var thrown = await Assert.ThrowsAsync<SwsConnectException>(() => SwsConnection.ConnectAsync(Options(server)));
        Assert.Equal(SwsConnectFailure.CertificateRequired, thrown.Failure);
        Assert.False(thrown.MayRetry);
        await Assert.ThrowsAnyAsync<Exception>(() => accepting);
    }

    [Fact]
    public void Identity_CertificateOfAnotherKey_Throws()
    {
        using var key = BoxKeyPair.Generate();
        using var other = BoxKeyPair.Generate();
        var secret = new byte[32];
        key.CopySecretKey(secret);
        Assert.Throws<ArgumentException>(() => ClientIdentity.FromSecretKey(secret, Issue(other.PublicKey, ["a.test"], [])));
        Assert.Throws<ArgumentException>(() => ClientIdentity.FromSecretKey(secret, _authority.Certificate));
    }

    private static async Task AssertTrustedAsync(PeerServer server, SwsConnectionOptions options)
    {
        var accepting = server.AcceptAsync();
        var connection = await SwsConnection.ConnectAsync(options).Within(Timeouts.Step, "the connect");
        (await accepting).Cut();
        await connection.DisposeAsync();
    }

    /// <summary>Refused by the client, before it has told the server anything but its key.</summary>
    private static async Task AssertUntrustedAsync(PeerServer server, SwsConnectionOptions options, int? code = null)
    {
        var accepting = server.AcceptAsync();
        var thrown = await Assert.ThrowsAsync<SwsConnectException>(
            () => SwsConnection.ConnectAsync(options).Within(Timeouts.Step, "the refusal"));
        Assert.Equal(SwsConnectFailure.ServerUntrusted, thrown.Failure);
        Assert.False(thrown.MayRetry);
        if (code is not null)
        {
            Assert.Equal(code, thrown.CloseStatus?.Code);
        }

        await Assert.ThrowsAnyAsync<Exception>(() => accepting);
    }

    private SwsConnectionOptions Options(PeerServer server, string? expectedHost = null) => server.Options with
    {
        Trust = ServerTrust.CertificateAuthority([_authority.Certificate], expectedHost), TimeProvider = _time,
    };

    private PeerServer CertifiedServer(string[] names, string[] ips, bool requireCertificate = false)
    {
        var key = BoxKeyPair.Generate();
        var json = Issue(key.PublicKey, names, ips).ToJson();
        return new PeerServer(requireCertificate: requireCertificate, identities: new FixedIdentities(key, json));
    }

    private Certificate Issue(ReadOnlySpan<byte> publicKey, string[] names, string[] ips)
        => _authority.Issue(new CertificateRequest(publicKey.ToArray(), names, ips, [], null, _time.GetUtcNow() + Day), _time.GetUtcNow());
}
