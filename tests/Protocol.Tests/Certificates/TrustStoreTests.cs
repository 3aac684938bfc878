using System.Text;
using Sws.Protocol.Certificates;
using Sws.Protocol.Crypto;

namespace Sws.Protocol.Tests.Certificates;

public sealed class TrustStoreTests : IDisposable
{
    private static readonly DateTimeOffset Now = TestCertificates.Now;

    private readonly CertificateAuthority _authority = TestCertificates.NewAuthority();
    private readonly BoxKeyPair _keyPair = BoxKeyPair.Generate();

    public void Dispose()
    {
        _authority.Dispose();
        _keyPair.Dispose();
    }

    [Fact]
    public void VerifyEndEntity_ReferenceFiles_Trusts()
    {
        var trust = new TrustStore([TestCertificates.Parse(TestCertificates.ReferenceAuthority)]);

        Assert.Equal(CertificateError.None, trust.VerifyEndEntity(TestCertificates.Parse(TestCertificates.ReferenceCertificate), Now));
    }

    [Fact]
    public void VerifyEndEntity_AnyByteOfDescriptionOrSignatureChanged_IsRefused()
    {
        var trust = new TrustStore([TestCertificates.Parse(TestCertificates.ReferenceAuthority)]);
        var bytes = Encoding.UTF8.GetBytes(TestCertificates.ReferenceCertificate);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            if (Certificate.TryParse(bytes, out var changed, out _))
            {
                Assert.True(trust.VerifyEndEntity(changed!, Now) is CertificateError.BadSignature or CertificateError.UnknownAuthority, $"byte {i}");
            }

            bytes[i] ^= 1;
        }
    }

    [Fact]
    public void VerifyEndEntity_NoAuthorities_TrustsNothing() =>
        Assert.Equal(CertificateError.UnknownAuthority, new TrustStore([]).VerifyEndEntity(Issue(), Now));

    [Fact]
    public void VerifyEndEntity_OtherAuthorityOfTheSameName_IsBadSignature()
    {
        using var impostor = TestCertificates.NewAuthority();

        Assert.Equal(CertificateError.BadSignature, new TrustStore([impostor.Certificate]).VerifyEndEntity(Issue(), Now));
    }

    [Fact]
    public void VerifyEndEntity_AuthorityRolledOverUnderItsName_TrustsBoth()
    {
        using var next = TestCertificates.NewAuthority("example-ca");
        var trust = new TrustStore([_authority.Certificate, next.Certificate]);

        Assert.Equal(CertificateError.None, trust.VerifyEndEntity(Issue(), Now));
        Assert.Equal(CertificateError.None, trust.VerifyEndEntity(next.Issue(TestCertificates.Request(_keyPair), Now), Now));
    }

    [Theory]
    [InlineData("EXAMPLE-ca", CertificateError.None)]
    [InlineData("Example-CA.", CertificateError.UnknownAuthority)]
    [InlineData("Example-ca\u0301", CertificateError.UnknownAuthority)]
    public void VerifyEndEntity_AuthorityNameSpelled_ComparesAsciiCaseOnly(string name, CertificateError expected) =>
        Assert.Equal(expected, VerifySigned("Example-CA", name));

    [Fact]
    public void VerifyEndEntity_KelvinSignInAuthorityName_IsNotTheLetterK()
    {
        Assert.Equal(CertificateError.UnknownAuthority, VerifySigned("Kelvin", "\u212aelvin"));
        Assert.Equal(CertificateError.None, VerifySigned("\u212aelvin", "\u212aELVIN"));
    }

    [Fact]
    public void VerifyEndEntity_SelfSignedByThePeer_IsWrongType()
    {
        using var peer = SigningKeyPair.Generate();
        var own = TestCertificates.Description("self", "Example-CA", Now.AddDays(1).ToUnixTimeMilliseconds(), peer.PublicKey);

        Assert.Equal(CertificateError.WrongType, Trust().VerifyEndEntity(TestCertificates.Parse(TestCertificates.Sign(own, peer)), Now));
        Assert.Equal(CertificateError.WrongType, Trust().VerifyEndEntity(_authority.Certificate, Now));
    }

    [Fact]
    public void VerifyEndEntity_SelfSignedWithTheIdentityKey_IsRefusedEverywhere()
    {
        byte[] identity = [1, .. new byte[31]];
        var description = TestCertificates.Description("self", "Example-CA", Now.AddDays(1).ToUnixTimeMilliseconds(), identity);
        var forged = TestCertificates.Parse(
            $$$"""{"desc":{{{description}}},"sign":{"signature":[1{{{string.Concat(Enumerable.Repeat(",0", 63))}}}]}}""");

        Assert.Equal(CertificateError.WrongType, Trust().VerifyEndEntity(forged, Now));
        Assert.Equal(CertificateError.BadSignature, TrustStore.CheckAuthority(forged));
    }

    [Theory]
    [InlineData(-1, CertificateError.None)]
    [InlineData(0, CertificateError.Expired)]
    [InlineData(1, CertificateError.Expired)]
    public void VerifyEndEntity_AroundItsEnd_EndsThere(int offsetMs, CertificateError expected)
    {
        var certificate = Issue();

        Assert.Equal(expected, Trust().VerifyEndEntity(certificate, certificate.NotAfter.AddMilliseconds(offsetMs)));
    }

    [Theory]
    [InlineData(-1, CertificateError.None)]
    [InlineData(0, CertificateError.None)]
    [InlineData(1, CertificateError.OutlivesAuthority)]
    public void VerifyEndEntity_AroundTheEndOfItsAuthority_MayNotOutliveIt(int offsetMs, CertificateError expected)
    {
        using var key = SigningKeyPair.Generate();
        var end = Now.AddDays(10).ToUnixTimeMilliseconds();
        var authority = TestCertificates.Parse(TestCertificates.Sign(TestCertificates.Description("self", "A", end, key.PublicKey), key));
        var certificate = TestCertificates.Sign(TestCertificates.Description("ca", "A", end + offsetMs, _keyPair.PublicKey), key);

        Assert.Equal(expected, new TrustStore([authority]).VerifyEndEntity(TestCertificates.Parse(certificate), Now));
    }

    [Fact]
    public void VerifyEndEntity_AuthorityKeyCertifiedAgainForLonger_TrustsUntilTheLaterEnd()
    {
        using var key = SigningKeyPair.Generate();
        Certificate Authority(int days) => TestCertificates.Parse(TestCertificates.Sign(
            TestCertificates.Description("self", "A", Now.AddDays(days).ToUnixTimeMilliseconds(), key.PublicKey), key));
        var certificate = TestCertificates.Parse(TestCertificates.Sign(
            TestCertificates.Description("ca", "A", Now.AddDays(20).ToUnixTimeMilliseconds(), _keyPair.PublicKey), key));

        Assert.Equal(CertificateError.OutlivesAuthority, new TrustStore([Authority(10)]).VerifyEndEntity(certificate, Now));
        Assert.Equal(CertificateError.None, new TrustStore([Authority(10), Authority(30)]).VerifyEndEntity(certificate, Now));
    }

    [Fact]
    public void CheckAuthority_PublishedKey_IsRevoked()
    {
        var published = TestCertificates.Parse(TestCertificates.PublishedTestAuthority);

        Assert.Equal(CertificateError.Revoked, TrustStore.CheckAuthority(published));
        Assert.Throws<ArgumentException>(() => new TrustStore([published]));
    }

    [Fact]
    public void CheckAuthority_EndCertificate_IsWrongType()
    {
        Assert.Equal(CertificateError.WrongType, TrustStore.CheckAuthority(Issue()));
        Assert.Throws<ArgumentException>(() => new TrustStore([Issue()]));
    }

    [Fact]
    public void CheckAuthority_SignatureOfAnother_IsBadSignature()
    {
        using var key = SigningKeyPair.Generate();
        var description = TestCertificates.Description("self", "A", 4_000_000_000_000, _authority.Certificate.PublicKey.Span);

        Assert.Equal(CertificateError.BadSignature, TrustStore.CheckAuthority(TestCertificates.Parse(TestCertificates.Sign(description, key))));
    }

    [Fact]
    public void VerifyEndEntity_SignedWithIntegerLikeAndExtraFields_VerifiesWhatJavaScriptSigned()
    {
        using var key = SigningKeyPair.Generate();
        var authority = TestCertificates.Parse(TestCertificates.Sign(TestCertificates.Description("self", "A", 4_000_000_000_000, key.PublicKey), key));
        var description = TestCertificates.Description("ca", "A", 3_000_000_000_000, _keyPair.PublicKey)
            .Replace("{\"version\"", "{\"x\":1.0,\"10\":1e21,\"9\":\"\\/\",\"version\"", StringComparison.Ordinal);
        var certificate = TestCertificates.Parse(TestCertificates.Sign(description, key));

        Assert.StartsWith("""{"9":"/","10":1e+21,"x":1,"version":""", Encoding.UTF8.GetString(certificate.SignedBytes.Span), StringComparison.Ordinal);
        Assert.Equal(CertificateError.None, new TrustStore([authority]).VerifyEndEntity(certificate, Now));
    }

    private static CertificateError VerifySigned(string authorityName, string nameInCertificate)
    {
        using var key = SigningKeyPair.Generate();
        using var peer = BoxKeyPair.Generate();
        var end = Now.AddDays(10).ToUnixTimeMilliseconds();
        var authority = TestCertificates.Sign(TestCertificates.Description("self", authorityName, end, key.PublicKey), key);
        var certificate = TestCertificates.Sign(TestCertificates.Description("ca", nameInCertificate, end, peer.PublicKey), key);
        return new TrustStore([TestCertificates.Parse(authority)]).VerifyEndEntity(TestCertificates.Parse(certificate), Now);
    }

    private TrustStore Trust() => new([_authority.Certificate]);

    private Certificate Issue() => _authority.Issue(TestCertificates.Request(_keyPair), Now);
}
