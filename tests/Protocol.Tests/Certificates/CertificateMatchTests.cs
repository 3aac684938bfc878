using System.Net;
using Sws.Protocol.Certificates;

namespace Sws.Protocol.Tests.Certificates;

public sealed class CertificateMatchTests
{
    [Theory]
    [InlineData("a.com", "a.com", true)]
    [InlineData("a.com", "A.COM", true)]
    [InlineData("A.com", "x.a.COM", true)]
    [InlineData("a.com", "x.y.a.com", true)]
    [InlineData("a.com", "a.com.evil.org", false)]
    [InlineData("a.com", "nota.com", false)]
    [InlineData("a.com", "axcom.evil", false)]
    [InlineData("a.com", "com", false)]
    [InlineData("a.com", "", false)]
    [InlineData("x.a.com", "a.com", false)]
    [InlineData(".*", "a.com", false)]
    [InlineData("*.a.com", "x.a.com", false)]
    [InlineData("e", "example", false)]
    [InlineData("", "a.com", false)]
    [InlineData("", "a.com.", false)]
    [InlineData("(a+)+b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    [InlineData("k.com", "\u212a.com", false)]
    [InlineData("0.1", "10.0.0.1", false)]
    [InlineData("10.0.0.1", "10.0.0.1", false)]
    public void Name_CertifiedAndHost_MatchesOnLabelBoundaries(string certified, string host, bool expected) =>
        Assert.Equal(expected, CertificateMatch.Name(With(names: [certified]), host));

    [Fact]
    public void Name_SeveralNames_AnyMatches() => Assert.True(CertificateMatch.Name(With(names: ["b.com", "a.com"]), "a.com"));

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "::ffff:127.0.0.1", true)]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1", true)]
    [InlineData("2001:db8::7", "2001:0db8:0:0::7", true)]
    [InlineData("2001:DB8:0::7", "2001:db8::7", true)]
    [InlineData("fe80::1", "fe80::1%3", true)]
    [InlineData("127.0.0.1", "127.0.0.2", false)]
    [InlineData("127.0.0.1", "::1", false)]
    [InlineData("1", "0.0.0.1", false)]
    [InlineData("010.0.0.1", "8.0.0.1", false)]
    [InlineData("127.1", "127.0.0.1", false)]
    [InlineData("0x7f.0.0.1", "127.0.0.1", false)]
    [InlineData("[::1]:80", "::1", false)]
    [InlineData("127.0.0.1/8", "127.0.0.1", false)]
    [InlineData("", "0.0.0.0", false)]
    [InlineData("localhost", "127.0.0.1", false)]
    public void Address_CertifiedAndPeer_ComparesAddresses(string certified, string peer, bool expected) =>
        Assert.Equal(expected, CertificateMatch.Address(With(ips: [certified]), IPAddress.Parse(peer)));

    [Fact]
    public void PublicKey_OtherSpellingOfThePoint_IsAnotherKey()
    {
        var certificate = With();
        var alias = certificate.PublicKey.ToArray();
        alias[31] ^= 0x80;

        Assert.True(CertificateMatch.PublicKey(certificate, certificate.PublicKey.Span));
        Assert.False(CertificateMatch.PublicKey(certificate, alias));
        Assert.False(CertificateMatch.PublicKey(certificate, alias.AsSpan(0, 31)));
    }

    private static Certificate With(string[]? names = null, string[]? ips = null) => new()
    {
        Type = CertificateType.EndEntity,
        NotAfterMs = 1,
        SignedAtMs = 0,
        Authority = "A",
        PublicKey = new byte[32],
        Names = names ?? [],
        Ips = ips ?? [],
        Macs = [],
        Gid = null,
        Signature = new byte[64],
        SignedBytes = ReadOnlyMemory<byte>.Empty,
    };
}
