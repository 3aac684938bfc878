using System.Buffers.Text;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Sws.Grains.Hubs;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Interfaces.Trust;
using Sws.Grains.Trust;
using Sws.Protocol;
using Sws.Protocol.Certificates;
using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;

namespace Sws.Grains.Tests.Trust;

public sealed class ClientVerifierTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Hub Locked = new("locked", SwsVersions.V2, true, HubHandler.None, UserIdSource.PublicKey, AddressCheck.Strict, []);
    private static readonly Hub Free = new("free", SwsVersions.V1 | SwsVersions.V2, false, HubHandler.None, UserIdSource.PublicKey, AddressCheck.Strict, []);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly CertificateAuthority _authority = CertificateAuthority.Create("ca.example", Start, TimeSpan.FromDays(100));
    private readonly CertificateAuthority _other = CertificateAuthority.Create("ca.example", Start, TimeSpan.FromDays(100));
    private readonly BoxKeyPair _pair = BoxKeyPair.Generate();
    private readonly TrustCache _cache = new();
    private readonly ClientVerifier _verifier;
    private readonly Certificate _certificate;
    private long _version;

    public ClientVerifierTests()
    {
        _verifier = new ClientVerifier(_cache, _time);
        _certificate = _authority.Issue(new CertificateRequest(_pair.PublicKey.ToArray(), ["d.example"], ["192.0.2.7"], [], "gid-1", Start.AddDays(1)), Start);
    }

    [Fact]
    public void Verify_BeforeAnythingIsKnown_LetsNobodyIn()
    {
        Assert.Equal(CloseReason.BackendUnavailable, Verify());
        Assert.Equal(CloseReason.BackendUnavailable, Verify(hub: Free));
    }

    [Fact]
    public void Verify_OfATrustedClient_IsAccepted()
    {
        Trust([_authority]);
        Assert.Null(Verify());
        Assert.Null(Verify());
    }

    [Theory]
    [InlineData(RevocationKind.Certificate)]
    [InlineData(RevocationKind.Gid)]
    [InlineData(RevocationKind.PublicKey)]
    [InlineData(RevocationKind.IssuedBefore)]
    public void Verify_OfAKnownCertificate_AfterRevocation_IsRefusedAndBackAgain(RevocationKind kind)
    {
        Trust([_authority]);
        Assert.Null(Verify());
        (string value, long before) = kind switch
        {
            RevocationKind.Certificate => (_certificate.Fingerprint, 0L),
            RevocationKind.Gid => ("gid-1", 0),
            RevocationKind.PublicKey => (Base64Url.EncodeToString(_pair.PublicKey), 0),
            _ => (Base64Url.EncodeToString(_authority.Certificate.PublicKey.Span), Start.ToUnixTimeMilliseconds() + 1),
        };
        Trust([_authority], new Revocation("entry", kind, value, before, new ChangeNote("tester", Start, null)));
        ClientVerdict verdict = _verifier.Verify(Locked, Identity());
        Assert.Equal((CloseReason.CertificateRevoked, "entry"), (verdict.Refusal, verdict.RevocationId));
        Trust([_authority]);
        Assert.Null(Verify());
    }

    [Fact]
    public void Verify_IssuedAtTheMomentOfTheRule_IsAccepted()
    {
        string signer = Base64Url.EncodeToString(_authority.Certificate.PublicKey.Span);
        Trust([_authority], new Revocation("entry", RevocationKind.IssuedBefore, signer, Start.ToUnixTimeMilliseconds(), new ChangeNote("tester", Start, null)));
        Assert.Null(Verify());
    }

    [Fact]
    public void Verify_OfAKnownCertificate_PastItsTime_IsRefused()
    {
        Trust([_authority]);
        Assert.Null(Verify());
        _time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMilliseconds(1));
        Assert.Null(Verify());
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(CloseReason.CertificateExpired, Verify());
    }

    [Fact]
    public void Verify_OfAKnownCertificate_WithItsAuthorityRemoved_IsRefused()
    {
        Trust([_authority, _other]);
        Assert.Null(Verify());

        // The namesake stays: its key has not signed this.
        Trust([_other]);
        Assert.Equal(CloseReason.CertificateSignature, Verify());
        Trust([]);
        Assert.Equal(CloseReason.CertificateUnknownCa, Verify());
        Trust([_other, _authority]);
        Assert.Null(Verify());
    }

    [Fact]
    public void Verify_OfAKnownCertificate_ByAnotherKey_IsRefused()
    {
        Trust([_authority]);
        Assert.Null(Verify());
        using BoxKeyPair thief = BoxKeyPair.Generate();
        Assert.Equal(CloseReason.CertificateKeyMismatch, _verifier.Verify(Locked, Identity() with { PublicKey = thief.PublicKey.ToArray() }).Refusal);
    }

    [Fact]
    public void Verify_FromAnotherAddress_IsRefusedUnlessItIsRevokedFirst()
    {
        Trust([_authority]);
        ClientIdentity elsewhere = Identity() with { RemoteAddress = [198, 51, 100, 1] };
        Assert.Equal(CloseReason.CertificateAddress, _verifier.Verify(Locked, elsewhere).Refusal);
        Trust([_authority], new Revocation("entry", RevocationKind.Gid, "gid-1", 0, new ChangeNote("tester", Start, null)));
        Assert.Equal(CloseReason.CertificateRevoked, _verifier.Verify(Locked, elsewhere).Refusal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Verify_WithoutACertificate_IsRefusedByKeyOnly(int version)
    {
        ClientIdentity bare = new(_pair.PublicKey.ToArray(), [], version, [192, 0, 2, 7]);
        Trust([]);
        Assert.Null(_verifier.Verify(Free, bare).Refusal);
        Assert.Equal(CloseReason.CertificateMissing, _verifier.Verify(Locked, bare).Refusal);
        Trust([], new Revocation("entry", RevocationKind.PublicKey, Base64Url.EncodeToString(_pair.PublicKey), 0, new ChangeNote("tester", Start, null)));
        Assert.Equal(CloseReason.CertificateRevoked, _verifier.Verify(Free, bare).Refusal);
    }

    [Fact]
    public void Check_OfALiveSession_WithItsAuthorityRemoved_SaysUnknownAuthority()
    {
        Trust([_authority, _other]);
        CertificateFacts facts = _verifier.Verify(Locked, Identity()).Facts!;
        Assert.Equal(CertificateError.None, _cache.View!.Check(_pair.PublicKey, facts, Start).Error);
        Trust([_other]);
        Assert.Equal(CertificateError.UnknownAuthority, _cache.View!.Check(_pair.PublicKey, facts, Start).Error);
        Trust([_authority]);
        Assert.Equal(CertificateError.Expired, _cache.View!.Check(_pair.PublicKey, facts, Start.AddDays(1)).Error);
    }

    [Fact]
    public void Set_OfAnOlderView_DoesNotReplaceANewerOne()
    {
        Trust([_authority]);
        TrustView? before = _cache.View;
        Trust([_other]);
        Assert.False(_cache.TrySet(before!.Snapshot, before));
        Assert.Equal(2, _cache.View!.Snapshot.Version);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
        _pair.Dispose();
    }

    private CloseReason? Verify(Hub? hub = null) => _verifier.Verify(hub ?? Locked, Identity()).Refusal;

    private ClientIdentity Identity() => new(_pair.PublicKey.ToArray(), Encoding.UTF8.GetBytes(_certificate.ToJson()), 2, [192, 0, 2, 7]);

    private void Trust(CertificateAuthority[] authorities, params Revocation[] revocations)
    {
        TrustedAuthority[] trusted =
            [.. authorities.Select(one => new TrustedAuthority(one.Certificate.Fingerprint, one.Certificate.ToJson(), AuthoritySource.Configured, null))];
        _version++;
        Assert.True(_cache.TrySet(new TrustSnapshot($"{_version}", _version, trusted, revocations, []), _cache.View));
    }
}
