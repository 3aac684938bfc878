using System.Text;
using System.Text.Json;
using Sws.Protocol.Certificates;
using Sws.Protocol.Crypto;

namespace Sws.Protocol.Tests.Certificates;

public sealed class CertificateAuthorityTests : IDisposable
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
    public void Create_NewAuthority_IsTrustedAndLastsAsAsked()
    {
        Assert.Equal(CertificateError.None, TrustStore.CheckAuthority(_authority.Certificate));
        Assert.Equal("Example-CA", _authority.Certificate.Authority);
        Assert.Equal(Now.AddDays(365), _authority.Certificate.NotAfter);
        Assert.Equal(Now, _authority.Certificate.SignedAt);
    }

    [Fact]
    public void Create_Twice_MakesDifferentKeysAndIds()
    {
        using var other = TestCertificates.NewAuthority();

        Assert.NotEqual(_authority.Certificate.PublicKey.ToArray(), other.Certificate.PublicKey.ToArray());
        Assert.NotEqual(_authority.Certificate.Gid, other.Certificate.Gid);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData(".*")]
    [InlineData("münchen")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a\n")]
    public void Create_BadName_Throws(string name) =>
        Assert.Throws<ArgumentException>(() => CertificateAuthority.Create(name, Now, TimeSpan.FromDays(1)));

    [Fact]
    public void Create_NoValidity_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CertificateAuthority.Create("a", Now, TimeSpan.Zero));

    [Fact]
    public void Create_FieldOrder_IsTheOneTheJavaVerifierPrints() =>
        Assert.Equal(["version", "type", "tte", "ca", "publickey", "gid", "signtime"], FieldsOf(_authority.Certificate));

    [Fact]
    public void Issue_FieldOrder_IsTheOneTheJavaVerifierPrints()
    {
        var certificate = _authority.Issue(TestCertificates.Request(_keyPair) with { Names = [], Ips = [], Macs = [] }, Now);

        Assert.Equal(["version", "type", "tte", "ca", "publickey", "names", "ips", "macs", "gid", "signtime"], FieldsOf(certificate));
        Assert.Contains("\"names\":[],\"ips\":[],\"macs\":[]", certificate.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Issue_Request_IsCertified()
    {
        var certificate = _authority.Issue(TestCertificates.Request(_keyPair) with { Gid = "gid-7" }, Now);

        Assert.Equal(CertificateError.None, new TrustStore([_authority.Certificate]).VerifyEndEntity(certificate, Now));
        Assert.True(CertificateMatch.PublicKey(certificate, _keyPair.PublicKey));
        Assert.Equal(["device-1.example.com"], certificate.Names);
        Assert.Equal(["192.0.2.7"], certificate.Ips);
        Assert.Equal(["02:00:5e:10:00:01"], certificate.Macs);
        Assert.Equal("gid-7", certificate.Gid);
        Assert.Equal(Now.AddDays(30), certificate.NotAfter);
        Assert.Equal(certificate.ToJson(), TestCertificates.Parse(certificate.ToJson()).ToJson());
    }

    [Fact]
    public void Issue_NoGid_MakesARandomUuid()
    {
        var gid = _authority.Issue(TestCertificates.Request(_keyPair), Now).Gid;

        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", gid);
        Assert.NotEqual(gid, _authority.Issue(TestCertificates.Request(_keyPair), Now).Gid);
    }

    [Fact]
    public void FindProblems_EverythingWrong_NamesAllAtOnce()
    {
        var request = new CertificateRequest(new byte[32], [".*", "a/b"], ["010.0.0.1"], ["02:00"], "a b", Now.AddDays(366));

        var problems = _authority.FindProblems(request, Now);

        Assert.Collection(
            problems,
            problem => Assert.Contains("public key", problem, StringComparison.Ordinal),
            problem => Assert.Contains("'.*'", problem, StringComparison.Ordinal),
            problem => Assert.Contains("'a/b'", problem, StringComparison.Ordinal),
            problem => Assert.Contains("'010.0.0.1'", problem, StringComparison.Ordinal),
            problem => Assert.Contains("'02:00'", problem, StringComparison.Ordinal),
            problem => Assert.Contains("gid", problem, StringComparison.Ordinal),
            problem => Assert.Contains("outlive", problem, StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => _authority.Issue(request, Now));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, true)]
    [InlineData(1, false)]
    public void FindProblems_NotAfterAroundNow_MustBeInTheFuture(int offsetMs, bool refused)
    {
        var request = TestCertificates.Request(_keyPair) with { NotAfter = Now.AddMilliseconds(offsetMs) };

        Assert.Equal(refused, _authority.FindProblems(request, Now).Count == 1);
    }

    [Fact]
    public void FindProblems_NonCanonicalKey_IsRefused()
    {
        var key = _keyPair.PublicKey.ToArray();
        key[31] |= 0x80;

        Assert.Single(_authority.FindProblems(TestCertificates.Request(_keyPair) with { PublicKey = key }, Now));
        Assert.Single(_authority.FindProblems(TestCertificates.Request(_keyPair) with { PublicKey = key.AsMemory(0, 31) }, Now));
    }

    [Fact]
    public void FindProblems_MoreEntriesThanAllowed_IsRefused()
    {
        string[] names = [.. Enumerable.Repeat("a", CertificateLimits.MaxEntries + 1)];

        Assert.Single(_authority.FindProblems(TestCertificates.Request(_keyPair) with { Names = names }, Now));
        Assert.Empty(_authority.FindProblems(TestCertificates.Request(_keyPair) with { Names = names[1..] }, Now));
    }

    [Fact]
    public void TryReadKeyFile_WrittenFile_IssuesAsBefore()
    {
        Assert.True(CertificateAuthority.TryReadKeyFile(_authority.ToKeyFile(), out var read, out _));
        using (read)
        {
            var certificate = read!.Issue(TestCertificates.Request(_keyPair), Now);

            Assert.Equal(CertificateError.None, new TrustStore([_authority.Certificate]).VerifyEndEntity(certificate, Now));
            Assert.Equal(_authority.ToKeyFile(), read.ToKeyFile());
        }
    }

    [Fact]
    public void TryReadKeyFile_KeyOfAnotherAuthority_IsKeyMismatch()
    {
        using var other = TestCertificates.NewAuthority();
        var file = Encoding.UTF8.GetString(_authority.ToKeyFile());
        var otherFile = Encoding.UTF8.GetString(other.ToKeyFile());
        var mixed = file[..file.IndexOf("\"secretkey\"", StringComparison.Ordinal)] + otherFile[otherFile.IndexOf("\"secretkey\"", StringComparison.Ordinal)..];

        Assert.Equal(CertificateError.KeyMismatch, KeyFileError(mixed));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("""{"cert":{},"secretkey":[1,2]}""")]
    public void TryReadKeyFile_NoKeyFile_IsMalformed(string file) => Assert.Equal(CertificateError.Malformed, KeyFileError(file));

    [Fact]
    public void TryReadKeyFile_CertificateWithoutKey_IsMalformed() =>
        Assert.Equal(CertificateError.Malformed, KeyFileError(_authority.Certificate.ToJson()));

    [Fact]
    public void TryReadKeyFile_PublishedTestAuthority_IsRevoked() =>
        Assert.Equal(CertificateError.Revoked, KeyFileError(
            $$$"""{"cert":{{{TestCertificates.PublishedTestAuthority}}},"secretkey":[{{{string.Join(',', new byte[64])}}}]}"""));

    [Fact]
    public void Issue_AfterDispose_Throws()
    {
        _authority.Dispose();

        Assert.Throws<ObjectDisposedException>(() => _authority.Issue(TestCertificates.Request(_keyPair), Now));
    }

    private static CertificateError KeyFileError(string file)
    {
        Assert.False(CertificateAuthority.TryReadKeyFile(Encoding.UTF8.GetBytes(file), out var authority, out var error));
        Assert.Null(authority);
        return error;
    }

    private static IEnumerable<string> FieldsOf(Certificate certificate)
    {
        using var json = JsonDocument.Parse(certificate.ToJson());
        return [.. json.RootElement.GetProperty("desc").EnumerateObject().Select(property => property.Name)];
    }
}
