using System.Text;
using Sws.Protocol.Certificates;
using Sws.Protocol.Crypto;

namespace Sws.Protocol.Tests.Certificates;

/// <summary>Certificates with known fields, and the means to sign ones this product would not make.</summary>
internal static class TestCertificates
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>An end certificate as <c>nacl-cert</c> 1.1.0 wrote it; its authority is <see cref="ReferenceAuthority"/>.</summary>
    public const string ReferenceCertificate =
        """{"desc":{"version":"1.0","type":"ca","tte":4070908800000,"publickey":[125,156,36,49,101,57,130,92,24,150,229,127,40,25,119,70,121,60,230,12,190,227,173,71,218,157,7,184,95,165,94,42],"names":["device-1.example.com","münchen"],"ips":["192.0.2.7","2001:db8::7"],"macs":["02:00:5e:10:00:01"],"ca":"Example CA","signtime":1795498876456,"gid":"3c4b2030-faf3-450d-a54d-1c075b04f6a2"},"sign":{"signature":[160,233,239,50,41,254,13,150,55,205,23,202,197,1,237,63,146,34,33,6,179,175,206,14,51,245,222,215,130,218,227,159,239,205,185,47,187,31,115,249,227,165,17,84,136,87,154,71,207,193,58,68,66,129,127,205,65,37,42,6,69,110,69,15]}}""";

    public const string ReferenceAuthority =
        """{"desc":{"version":"1.0","type":"self","ca":"Example CA","tte":4102444800000,"publickey":[3,161,7,191,243,206,16,190,29,112,221,24,231,75,192,153,103,228,214,48,155,165,13,95,29,220,134,100,18,85,49,184],"signtime":1795498876445,"gid":"7381a9cb-4106-43d6-88fc-c6d596d4b521"},"sign":{"signature":[205,213,69,224,238,136,15,158,128,132,18,39,147,101,59,190,249,37,165,17,173,140,179,101,252,183,80,13,197,143,71,105,209,69,248,166,96,212,22,146,26,55,253,65,226,127,149,202,23,72,202,73,139,251,220,11,90,157,164,198,177,123,253,5]}}""";

    /// <summary>The certificate of the authority that the reference package publishes together with its secret key.</summary>
    public const string PublishedTestAuthority =
        """{"desc":{"version":"1.0","type":"self","ca":"aiworkspace.com","tte":1732375104475,"publickey":[16,239,203,168,67,4,190,200,68,163,63,140,27,142,10,25,65,227,92,199,166,33,30,92,73,221,145,174,220,55,82,34],"signtime":1417015104534,"gid":"8d0fdd95-566c-4917-b158-36bace3254c7"},"sign":{"signature":[84,224,227,61,149,247,74,147,167,225,148,123,103,7,168,101,136,193,121,64,93,37,82,154,3,116,119,206,5,56,96,74,87,195,58,110,233,117,52,57,237,80,91,39,25,223,50,114,201,72,159,158,75,0,230,13,33,34,134,167,171,129,52,0]}}""";

    public static CertificateAuthority NewAuthority(string name = "Example-CA", int days = 365) =>
        CertificateAuthority.Create(name, Now, TimeSpan.FromDays(days));

    public static CertificateRequest Request(BoxKeyPair keyPair, int days = 30) =>
        new(keyPair.PublicKey.ToArray(), ["device-1.example.com"], ["192.0.2.7"], ["02:00:5e:10:00:01"], null, Now.AddDays(days));

    public static Certificate Parse(string json)
    {
        Assert.True(Certificate.TryParse(Encoding.UTF8.GetBytes(json), out var certificate, out var error), error.ToString());
        return certificate!;
    }

    public static CertificateError ErrorOf(string json)
    {
        var parsed = Certificate.TryParse(Encoding.UTF8.GetBytes(json), out var certificate, out var error);
        Assert.Equal(parsed, certificate is not null);
        Assert.Equal(parsed, error == CertificateError.None);
        return error;
    }

    /// <summary>Signs whatever description it is given, as JavaScript would print it.</summary>
    public static string Sign(string descriptionJson, SigningKeyPair keyPair)
    {
        Assert.True(EcmaParser.TryParse(Encoding.UTF8.GetBytes(descriptionJson), 64, refuseDuplicates: false, out var description));
        var signature = new byte[Signing.SignatureBytes];
        keyPair.Sign(EcmaWriter.ToUtf8(description!), signature);
        return $$$"""{"desc":{{{descriptionJson}}},"sign":{"signature":[{{{string.Join(',', signature)}}}]}}""";
    }

    public static string Description(string type, string authority, long notAfterMs, ReadOnlySpan<byte> publicKey) =>
        $$"""{"version":"1.0","type":"{{type}}","tte":{{notAfterMs}},"ca":"{{authority}}","publickey":[{{string.Join(',', publicKey.ToArray())}}],"names":["a.com"],"ips":[],"macs":[],"gid":"g","signtime":1}""";
}
