using System.Security.Cryptography;
using System.Text;
using Sws.Protocol.Certificates;
using Sws.Protocol.Crypto;

namespace Sws.Protocol.Tests.Certificates;

public sealed class CertificateTests
{
    private static readonly string Valid =
        TestCertificates.Description("ca", "Example", 4_000_000_000_000, Enumerable.Repeat((byte)9, 32).ToArray());

    [Fact]
    public void TryParse_ReferenceFile_ReadsEveryField()
    {
        var certificate = TestCertificates.Parse(TestCertificates.ReferenceCertificate);

        Assert.Equal(CertificateType.EndEntity, certificate.Type);
        Assert.Equal(new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero), certificate.NotAfter);
        Assert.Equal(4_070_908_800_000, certificate.NotAfterMs);
        Assert.Equal("Example CA", certificate.Authority);
        Assert.Equal(BoxKeyPair.FromSecretKey([.. Enumerable.Range(100, 32).Select(i => (byte)i)]).PublicKey.ToArray(), certificate.PublicKey.ToArray());
        Assert.Equal(["device-1.example.com", "münchen"], certificate.Names);
        Assert.Equal(["192.0.2.7", "2001:db8::7"], certificate.Ips);
        Assert.Equal(["02:00:5e:10:00:01"], certificate.Macs);
        Assert.Equal("3c4b2030-faf3-450d-a54d-1c075b04f6a2", certificate.Gid);
        Assert.Equal(1_795_498_876_456, certificate.SignedAt.ToUnixTimeMilliseconds());
        Assert.Equal(64, certificate.Signature.Length);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(certificate.SignedBytes.Span)), certificate.Fingerprint);
    }

    [Fact]
    public void ToJson_ReferenceFile_IsTheSameText() =>
        Assert.Equal(TestCertificates.ReferenceCertificate, TestCertificates.Parse(TestCertificates.ReferenceCertificate).ToJson());

    [Fact]
    public void TryParse_SpelledDifferently_HasTheSameSignedBytes()
    {
        var spelled = TestCertificates.ReferenceCertificate
            .Replace("4070908800000", " 40709088e5 ", StringComparison.Ordinal)
            .Replace("münchen", "m\\u00FCnchen", StringComparison.Ordinal)
            .Replace("[125,", "[ 125.0 ,", StringComparison.Ordinal);

        Assert.Equal(TestCertificates.ReferenceCertificate, TestCertificates.Parse(spelled).ToJson());
    }

    [Fact]
    public void TryParse_EmptyEntries_AreLeftOutOfListsButSigned()
    {
        var certificate = TestCertificates.Parse(Wrap(Valid.Replace("\"ips\":[],\"macs\":[]", "\"ips\":[\"\"],\"macs\":[\"\"]", StringComparison.Ordinal)));

        Assert.Empty(certificate.Ips);
        Assert.Empty(certificate.Macs);
        Assert.Contains("\"ips\":[\"\"]", Encoding.UTF8.GetString(certificate.SignedBytes.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_ListsAndGidAbsent_AreEmpty()
    {
        var certificate = TestCertificates.Parse(Wrap(
            Valid.Replace("\"names\":[\"a.com\"],\"ips\":[],\"macs\":[],\"gid\":\"g\",", "", StringComparison.Ordinal)));

        Assert.Empty(certificate.Names);
        Assert.Empty(certificate.Ips);
        Assert.Empty(certificate.Macs);
        Assert.Null(certificate.Gid);
    }

    [Theory]
    [InlineData("\"version\":\"1.0\"", "\"version\":\"1.1\"")]
    [InlineData("\"version\":\"1.0\"", "\"version\":1.0")]
    [InlineData("\"version\":\"1.0\",", "")]
    [InlineData("\"type\":\"ca\",", "")]
    [InlineData("\"type\":\"ca\"", "\"type\":[\"ca\"]")]
    [InlineData("\"tte\":4000000000000", "\"tte\":\"4000000000000\"")]
    [InlineData("\"tte\":4000000000000", "\"tte\":[4000000000000]")]
    [InlineData("\"tte\":4000000000000", "\"tte\":4000000000000.5")]
    [InlineData("\"tte\":4000000000000", "\"tte\":1e400")]
    [InlineData("\"tte\":4000000000000", "\"tte\":-1")]
    [InlineData("\"tte\":4000000000000", "\"tte\":8640000000000001")]
    [InlineData("\"tte\":4000000000000", "\"tte\":null")]
    [InlineData("\"tte\":4000000000000", "\"tte\":true")]
    [InlineData("\"tte\":4000000000000,", "")]
    [InlineData("\"ca\":\"Example\"", "\"ca\":\"\"")]
    [InlineData("\"ca\":\"Example\"", "\"ca\":7")]
    [InlineData("\"ca\":\"Example\"", "\"ca\":\"Exam\\nple\"")]
    [InlineData("\"ca\":\"Example\"", "\"ca\":\"Exam\\ud800ple\"")]
    [InlineData("\"publickey\":[9,", "\"publickey\":[")]
    [InlineData("\"publickey\":[9,", "\"publickey\":[9,9,")]
    [InlineData("\"publickey\":[9,", "\"publickey\":[256,")]
    [InlineData("\"publickey\":[9,", "\"publickey\":[-1,")]
    [InlineData("\"publickey\":[9,", "\"publickey\":[9.5,")]
    [InlineData("\"publickey\":[9,", "\"publickey\":[\"9\",")]
    [InlineData("\"publickey\":[9,", "\"publickey\":[[9],")]
    [InlineData("\"publickey\":[9,", "\"publickey\":[null,")]
    [InlineData("\"publickey\":[9,", "\"publickey\":[true,")]
    [InlineData("\"names\":[\"a.com\"]", "\"names\":\"a.com\"")]
    [InlineData("\"names\":[\"a.com\"]", "\"names\":[[\"a.com\"]]")]
    [InlineData("\"names\":[\"a.com\"]", "\"names\":{\"0\":\"a.com\",\"length\":1}")]
    [InlineData("\"names\":[\"a.com\"]", "\"names\":null")]
    [InlineData("\"ips\":[]", "\"ips\":{\"length\":300000000}")]
    [InlineData("\"ips\":[]", "\"ips\":[7]")]
    [InlineData("\"macs\":[]", "\"macs\":0")]
    [InlineData("\"gid\":\"g\"", "\"gid\":null")]
    [InlineData("\"gid\":\"g\"", "\"gid\":7")]
    [InlineData("\"signtime\":1", "\"signtime\":\"1\"")]
    [InlineData(",\"signtime\":1", "")]
    [InlineData("\"gid\":\"g\"", "\"gid\":\"g\",\"gid\":\"g\"")]
    [InlineData("\"gid\":\"g\"", "\"gid\":\"g\",\"\\u0067id\":\"h\"")]
    [InlineData("\"gid\":\"g\"", "\"gid\":\"g\",\"x\":[[[[[[[]]]]]]]")]
    public void TryParse_FieldIsWrong_IsMalformed(string part, string replacement)
    {
        Assert.Contains(part, Valid, StringComparison.Ordinal);

        Assert.Equal(CertificateError.Malformed, TestCertificates.ErrorOf(Wrap(Valid.Replace(part, replacement, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("CA")]
    [InlineData("Ca")]
    [InlineData("SELF")]
    [InlineData("ca ")]
    [InlineData("")]
    public void TryParse_TypeIsNotExact_IsWrongType(string type) =>
        Assert.Equal(
            CertificateError.WrongType,
            TestCertificates.ErrorOf(Wrap(Valid.Replace("\"ca\",\"tte\"", $"\"{type}\",\"tte\"", StringComparison.Ordinal))));

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"desc":{},"sign":{}}""")]
    [InlineData("""{"desc":null,"sign":null}""")]
    public void TryParse_NoCertificate_IsMalformed(string json) =>
        Assert.Equal(CertificateError.Malformed, TestCertificates.ErrorOf(json));

    [Theory]
    [InlineData(63)]
    [InlineData(65)]
    public void TryParse_SignatureHasOtherLength_IsMalformed(int length) =>
        Assert.Equal(CertificateError.Malformed, TestCertificates.ErrorOf(Wrap(Valid, length)));

    [Theory]
    [InlineData(CertificateLimits.MaxBytes - 1, CertificateError.None)]
    [InlineData(CertificateLimits.MaxBytes, CertificateError.None)]
    [InlineData(CertificateLimits.MaxBytes + 1, CertificateError.Malformed)]
    public void TryParse_SizeAroundTheLimit_IsBounded(int size, CertificateError expected)
    {
        var certificate = Wrap(Valid);

        Assert.Equal(expected, TestCertificates.ErrorOf(certificate + new string(' ', size - certificate.Length)));
    }

    [Theory]
    [InlineData(CertificateLimits.MaxEntries - 1, CertificateError.None)]
    [InlineData(CertificateLimits.MaxEntries, CertificateError.None)]
    [InlineData(CertificateLimits.MaxEntries + 1, CertificateError.Malformed)]
    public void TryParse_EntriesAroundTheLimit_AreBounded(int count, CertificateError expected)
    {
        var names = string.Join(',', Enumerable.Repeat("\"a.com\"", count));

        Assert.Equal(expected, TestCertificates.ErrorOf(Wrap(Valid.Replace("\"a.com\"", names, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData(CertificateLimits.MaxTextLength, CertificateError.None)]
    [InlineData(CertificateLimits.MaxTextLength + 1, CertificateError.Malformed)]
    public void TryParse_NameLengthAroundTheLimit_IsBounded(int length, CertificateError expected) =>
        Assert.Equal(expected, TestCertificates.ErrorOf(Wrap(Valid.Replace("a.com", new string('a', length), StringComparison.Ordinal))));

    [Fact]
    public void NotAfter_BeyondTheYear9999_IsItsEnd()
    {
        var certificate = TestCertificates.Parse(Wrap(Valid.Replace("4000000000000", "8640000000000000", StringComparison.Ordinal)));

        Assert.Equal(8_640_000_000_000_000, certificate.NotAfterMs);
        Assert.Equal(9999, certificate.NotAfter.Year);
    }

    [Fact]
    public void ToString_OfCertificate_ShowsNothingFromInside() =>
        Assert.DoesNotContain("example", TestCertificates.Parse(TestCertificates.ReferenceCertificate).ToString(), StringComparison.OrdinalIgnoreCase);

    private static string Wrap(string description, int signatureLength = 64) =>
        $$$"""{"desc":{{{description}}},"sign":{"signature":[{{{string.Join(',', Enumerable.Repeat(1, signatureLength))}}}]}}""";
}
