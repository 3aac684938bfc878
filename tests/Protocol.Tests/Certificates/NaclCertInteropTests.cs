using System.Net;
using System.Text;
using System.Text.Json;
using Sws.Protocol.Certificates;
using Sws.Protocol.Crypto;
using Sws.Testing;

namespace Sws.Protocol.Tests.Certificates;

/// <summary>The reference library and command, unmodified: what either side makes, the other accepts.</summary>
public sealed class NaclCertInteropTests : IDisposable
{
    private static readonly string Interop = RepositoryFiles.At("tests", "Interop");
    private static readonly string Command = Path.Combine(Interop, "node_modules", "nacl-cert", "bin", "nacl-cert");
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly string _directory = Directory.CreateTempSubdirectory("sws-certificates-").FullName;

    public NaclCertInteropTests() =>
        Assert.True(File.Exists(Command), "nacl-cert is missing; install it with: npm ci --prefix tests/Interop");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Library_OurFiles_Validate()
    {
        using var authority = CertificateAuthority.Create("Example-CA", Now, TimeSpan.FromDays(365));
        using var other = CertificateAuthority.Create("Example-CA", Now, TimeSpan.FromDays(365));
        using var keyPair = BoxKeyPair.Generate();
        var certificate = authority.Issue(
            new(keyPair.PublicKey.ToArray(), ["a.example"], ["192.0.2.7"], ["02:00:5e:10:00:01"], null, Now.AddDays(365)), Now);

        var output = await RunAsync("""
            const { cert, ca, other } = input;
            return [lib.validate(ca), lib.validate(cert, ca), lib.validate(cert, other), lib.checkDomain(cert, 'www.a.example'),
              lib.checkIP(cert, '192.0.2.7'), lib.checkMAC(cert, '02:00:5e:10:00:01')];
            """, $$"""{"cert":{{certificate.ToJson()}},"ca":{{authority.Certificate.ToJson()}},"other":{{other.Certificate.ToJson()}}}""");

        Assert.Equal("[true,true,false,true,true,true]", output);
    }

    [Fact]
    public async Task Library_OurKeyFileAndKeyPair_IssueWhatWeTrust()
    {
        using var authority = CertificateAuthority.Create("Example-CA", Now, TimeSpan.FromDays(365));
        using var keyPair = BoxKeyPair.Generate();

        var issued = await RunAsync("""
            const tte = Date.now() + 3600000, { ca, pair } = input;
            return lib.generate({ version: '1.0', type: 'ca', tte, publickey: pair.publickey, names: ['a.example'], ips: ['::1'], macs: [] },
              ca.secretkey, ca.cert);
            """, $$"""{"ca":{{Text(authority.ToKeyFile())}},"pair":{{Text(KeyPairFile.Write(keyPair))}}}""");

        var certificate = TestCertificates.Parse(issued);
        Assert.Equal(CertificateError.None, new TrustStore([authority.Certificate]).VerifyEndEntity(certificate, Now));
        Assert.True(CertificateMatch.PublicKey(certificate, keyPair.PublicKey));
        Assert.True(CertificateMatch.Address(certificate, IPAddress.IPv6Loopback));
        Assert.Equal(issued, certificate.ToJson());
    }

    [Fact]
    public async Task Library_ItsKeyFiles_AreReadAndWrittenTheSame()
    {
        var files = JsonDocument.Parse(await RunAsync("""
            const pair = lib.BoxkeyPair();
            return { ca: lib.generateCA({ name: 'Their CA', tte: Date.now() + 3600000 }),
              pair: { secretkey: lib.Uint8ToArray(pair.secretKey), publickey: lib.Uint8ToArray(pair.publicKey) } };
            """)).RootElement;

        var caFile = files.GetProperty("ca").GetRawText();
        Assert.True(CertificateAuthority.TryReadKeyFile(Encoding.UTF8.GetBytes(caFile), out var authority, out var error), error.ToString());
        Assert.Equal(caFile, Text(authority!.ToKeyFile()));
        var pairFile = files.GetProperty("pair").GetRawText();
        Assert.True(KeyPairFile.TryRead(Encoding.UTF8.GetBytes(pairFile), out var keyPair));
        Assert.Equal(pairFile, Text(KeyPairFile.Write(keyPair!)));
        authority.Dispose();
        keyPair!.Dispose();
    }

    [Fact]
    public async Task Library_SignsDescriptionsOfEveryShape_SignaturesVerify()
    {
        var generator = new JsonGenerator(seed: 7);
        var extras = string.Join(',', Enumerable.Range(0, 500).Select(_ => generator.Document()).Where(document => document.Length < 4_000));

        var signed = JsonDocument.Parse(await RunAsync("""
            const ca = lib.generateCA({ name: 'CA', tte: Date.now() + 7200000 }), pair = lib.BoxkeyPair(), publickey = lib.Uint8ToArray(pair.publicKey);
            const request = extra => ({ 10: extra, extra, 9: -0, version: '1.0', type: 'ca', tte: Date.now() + 3600000, publickey, names: ['é\u2028"\\'] });
            return { ca: ca.cert, certs: input.map(extra => JSON.stringify(lib.generate(request(extra), ca.secretkey, ca.cert))) };
            """, $"[{extras}]")).RootElement;

        var trust = new TrustStore([TestCertificates.Parse(signed.GetProperty("ca").GetRawText())]);
        var certificates = signed.GetProperty("certs").EnumerateArray().Select(cert => cert.GetString()!).ToList();
        Assert.InRange(certificates.Count, 400, 500);
        // The description says its members twice over, so deep values pass the depth limit only up to a point.
        var readable = certificates.Where(json => Certificate.TryParse(Encoding.UTF8.GetBytes(json), out _, out _)).ToList();
        Assert.InRange(readable.Count, certificates.Count * 9 / 10, certificates.Count);
        Assert.All(readable, json => Assert.Equal(CertificateError.None, trust.VerifyEndEntity(TestCertificates.Parse(json), Now)));
    }

    [Fact]
    public async Task Library_PublishedAuthorities_AreNeverTrusted()
    {
        var published = JsonDocument.Parse(await RunAsync("return [lib.rootCACert, lib.testCA.cert];")).RootElement;

        Assert.All(published.EnumerateArray(), authority =>
            Assert.Equal(CertificateError.Revoked, TrustStore.CheckAuthority(TestCertificates.Parse(authority.GetRawText()))));
    }

    [Fact]
    public async Task Command_ItsFiles_AreAccepted()
    {
        using var keyPair = BoxKeyPair.Generate();
        await File.WriteAllBytesAsync(Path.Combine(_directory, "pair.json"), KeyPairFile.Write(keyPair), TestContext.Current.CancellationToken);
        await NodeScript.RunFileAsync(Command, ["-m", "genca", "-n", "theirs.example", "-d", "30"], _directory);
        await NodeScript.RunFileAsync(
            Command,
            ["-m", "gencert", "-n", "a.example,b.example", "-i", "192.0.2.7", "--macs", ",", "-d", "7", "-p", "pair.json", "-c", "theirs.example-ca-key.json"],
            _directory);

        Assert.True(CertificateAuthority.TryReadKeyFile(Read("theirs.example-ca-key.json"), out var authority, out var error), error.ToString());
        var trust = new TrustStore([TestCertificates.Parse(Text(Read("theirs.example-ca-cert.json")))]);
        var certificate = TestCertificates.Parse(Text(Read("a.example-cert.json")));
        Assert.Equal(CertificateError.None, trust.VerifyEndEntity(certificate, Now));
        Assert.Equal(["a.example", "b.example"], certificate.Names);
        Assert.Empty(certificate.Macs);
        Assert.True(CertificateMatch.PublicKey(certificate, keyPair.PublicKey));
        authority!.Dispose();
    }

    [Fact]
    public async Task Command_OurFiles_AreAccepted()
    {
        using var authority = CertificateAuthority.Create("ours.example", Now, TimeSpan.FromDays(30));
        using var keyPair = BoxKeyPair.Generate();
        var certificate = authority.Issue(new(keyPair.PublicKey.ToArray(), ["a.example"], [], [], null, Now.AddDays(7)), Now);
        Write("ca.cert", Encoding.UTF8.GetBytes(authority.Certificate.ToJson()));
        Write("ca.key", authority.ToKeyFile());
        Write("pair.json", KeyPairFile.Write(keyPair));
        Write("a.cert", Encoding.UTF8.GetBytes(certificate.ToJson()));

        Assert.Contains("Validate CA success", await RunCommandAsync("-m", "validateca", "-c", "ca.cert"), StringComparison.Ordinal);
        Assert.Contains("Validate Cert success", await RunCommandAsync("-m", "validatecert", "-c", "ca.cert", "-p", "a.cert"), StringComparison.Ordinal);
        await RunCommandAsync("-m", "gencert", "-n", "c.example", "-i", "::1", "--macs", ",", "-d", "7", "-p", "pair.json", "-c", "ca.key");
        var issuedThere = TestCertificates.Parse(Text(Read("c.example-cert.json")));
        Assert.Equal(CertificateError.None, new TrustStore([authority.Certificate]).VerifyEndEntity(issuedThere, Now));
    }

    /// <summary>Runs the body of a function of <c>lib</c> (the library) and <c>input</c>; its result comes back as JSON.</summary>
    private static async Task<string> RunAsync(string body, string input = "null")
    {
        var output = await NodeScript.RunAsync($$"""
            const lib = require('nacl-cert'), input = JSON.parse(require('fs').readFileSync(0, 'utf8'));
            console.log('\nresult:' + JSON.stringify((() => { {{body}} })()));
            """, input, Interop);
        return output[(output.LastIndexOf("\nresult:", StringComparison.Ordinal) + "\nresult:".Length)..].TrimEnd();
    }

    private static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);

    private Task<string> RunCommandAsync(params string[] arguments) => NodeScript.RunFileAsync(Command, arguments, _directory);

    private byte[] Read(string name) => File.ReadAllBytes(Path.Combine(_directory, name));

    private void Write(string name, byte[] content) => File.WriteAllBytes(Path.Combine(_directory, name), content);
}
