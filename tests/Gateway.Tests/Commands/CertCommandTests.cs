namespace Sws.Gateway.Tests.Commands;

public sealed class CertCommandTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly CommandLine _commandLine = new();

    public void Dispose() => _commandLine.Dispose();

    [Fact]
    public async Task CaNew_NewDirectory_WritesCertificateAndGuardedKey()
    {
        var output = await _commandLine.PrepareAsync("cert ca new --name example-ca --days 365 --out @pki");

        Assert.Contains("@pki/ca.cert: certificate of example-ca, to be trusted until 2027-03-01 12:00:00Z", output, StringComparison.Ordinal);
        Assert.Equal(OwnerOnly, _commandLine.ModeOf("pki/ca.key"));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, _commandLine.ModeOf("pki"));
        Assert.Equal(OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead, _commandLine.ModeOf("pki/ca.cert"));
        Assert.StartsWith($$"""{"cert":{{_commandLine.Read("pki/ca.cert")}},"secretkey":[""", _commandLine.Read("pki/ca.key"), StringComparison.Ordinal);
        Assert.Equal(["ca.cert", "ca.key"], Directory.GetFiles(_commandLine.PathOf("pki")).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("ca.cert")]
    [InlineData("ca.key")]
    public async Task CaNew_FileExists_TouchesNothing(string file)
    {
        Directory.CreateDirectory(_commandLine.PathOf("pki"));
        _commandLine.Write($"pki/{file}", "mine");

        var result = await _commandLine.RunAsync("cert ca new --name example-ca --days 365 --out @pki");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"error: @pki/{file}: exists already; choose another name, or overwrite it with --force.{Environment.NewLine}", result.Error);
        Assert.Equal("mine", _commandLine.Read($"pki/{file}"));
        Assert.Single(Directory.GetFiles(_commandLine.PathOf("pki")));
    }

    [Fact]
    public async Task KeyNew_FileExists_KeepsItUnlessForced()
    {
        await _commandLine.PrepareAsync("cert key new --out @a.key");
        var first = _commandLine.Read("a.key");
        Assert.Equal(OwnerOnly, _commandLine.ModeOf("a.key"));

        Assert.Equal(1, (await _commandLine.RunAsync("cert key new --out @a.key")).ExitCode);
        Assert.Equal(first, _commandLine.Read("a.key"));
        await _commandLine.PrepareAsync("cert key new --out @a.key --force");
        Assert.NotEqual(first, _commandLine.Read("a.key"));
    }

    [Fact]
    public async Task KeyNew_ForcedOverAReadableFile_IsGuardedAfterwards()
    {
        _commandLine.Write("a.key", "old");
        Assert.NotEqual(OwnerOnly, _commandLine.ModeOf("a.key"));

        await _commandLine.PrepareAsync("cert key new --out @a.key --force");

        Assert.Equal(OwnerOnly, _commandLine.ModeOf("a.key"));
    }

    [Fact]
    public async Task Issue_NamesAddressesAndMacs_AreShown()
    {
        await _commandLine.PrepareCertificateAsync("--name a.example,b.example --name c.example --ip 192.0.2.7,::1 --mac 02:00:5e:10:00:01 --gid dev-7");

        var output = await _commandLine.PrepareAsync("cert show @device.cert");

        Assert.Contains("Type         ca (an end certificate)", output, StringComparison.Ordinal);
        Assert.Contains("Authority    example-ca", output, StringComparison.Ordinal);
        Assert.Matches("Fingerprint  [0-9a-f]{64}\n", output);
        Assert.Matches(@"Public key   [A-Za-z0-9_-]{43} \(X25519\)", output);
        Assert.Contains("Names        a.example, b.example, c.example", output, StringComparison.Ordinal);
        Assert.Contains("Addresses    192.0.2.7, ::1", output, StringComparison.Ordinal);
        Assert.Contains("MACs         02:00:5e:10:00:01", output, StringComparison.Ordinal);
        Assert.Contains("Gid          dev-7", output, StringComparison.Ordinal);
        Assert.Contains("Valid until  2026-03-31 12:00:00Z (30 days left)", output, StringComparison.Ordinal);
        Assert.Contains("Problems     none found", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Issue_BadRequest_NamesEveryProblem()
    {
        await _commandLine.PrepareCertificateAsync();

        var result = await _commandLine.RunAsync(
            "cert issue --ca @pki/ca.key --key @device.key --name .* --ip 1.2.3 --mac x --days 366 --out @other.cert");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("error: @device.key: cannot be certified: the name '.*'", result.Error, StringComparison.Ordinal);
        Assert.Contains("'1.2.3'", result.Error, StringComparison.Ordinal);
        Assert.Contains("'x'", result.Error, StringComparison.Ordinal);
        Assert.Contains("it would outlive its authority, which ends 2027-03-01 12:00:00Z", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_commandLine.PathOf("other.cert")));
    }

    [Fact]
    public async Task Issue_PublicKeyOnly_IsRefused()
    {
        await _commandLine.PrepareCertificateAsync();
        var pair = _commandLine.Read("device.key");
        _commandLine.Write("public.key", "{" + pair[pair.IndexOf("\"publickey\"", StringComparison.Ordinal)..]);

        var result = await _commandLine.RunAsync("cert issue --ca @pki/ca.key --key @public.key --name a --days 1 --out @other.cert");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("@public.key: is not a key pair", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@pki/ca.cert", "@pki/ca.cert: is a certificate without its secret key; give the authority's key file (ca.key).")]
    [InlineData("@device.key", "@device.key: is not an authority's key file; give one made by 'cert ca new' (ca.key).")]
    [InlineData("@none", "@none: cannot be read: there is no such file; check the path.")]
    [InlineData("@no/ca.key", "@no/ca.key: cannot be read: there is no such directory; make it first (mkdir -p).")]
    public async Task Issue_WrongAuthorityFile_SaysWhichToGive(string file, string error)
    {
        await _commandLine.PrepareCertificateAsync();

        var result = await _commandLine.RunAsync($"cert issue --ca {file} --key @device.key --name a --days 1 --out @other.cert");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"error: {error}{Environment.NewLine}", result.Error);
    }

    [Fact]
    public async Task Verify_IssuedCertificate_IsValid()
    {
        await _commandLine.PrepareCertificateAsync();

        var output = await _commandLine.PrepareAsync("cert verify --ca @pki/ca.cert --host www.device-1.example.com --ip ::ffff:192.0.2.7 @device.cert");

        Assert.Equal($"@device.cert: valid until 2026-03-31 12:00:00Z, signed by example-ca.{Environment.NewLine}", output);
    }

    [Theory]
    [InlineData("--ca @pki/ca.cert --host device-2.example.com @device.cert", "does not cover that host, only device-1.example.com")]
    [InlineData("--ca @pki/ca.cert --ip 192.0.2.8 @device.cert", "does not cover that address, only 192.0.2.7")]
    [InlineData("--ca @pki/ca.cert @pki/ca.cert", "is a certificate authority's own, not an end certificate")]
    [InlineData("--ca @pki/ca.cert @device.key", "is not a certificate")]
    [InlineData("--ca @device.cert @device.cert", "is an end certificate, not an authority's")]
    [InlineData("--ca @other/ca.cert @device.cert", "was signed by 'example-ca', which is not among the given authorities")]
    [InlineData("--ca @impostor/ca.cert @device.cert", "the signature is wrong")]
    [InlineData("--ca @pki/ca.cert @changed.cert", "the signature is wrong")]
    public async Task Verify_NotValid_SaysWhy(string arguments, string reason)
    {
        await _commandLine.PrepareCertificateAsync();
        await _commandLine.PrepareAsync("cert ca new --name other-ca --days 365 --out @other");
        await _commandLine.PrepareAsync("cert ca new --name example-ca --days 365 --out @impostor");
        _commandLine.Write("changed.cert", _commandLine.Read("device.cert").Replace("device-1", "device-2", StringComparison.Ordinal));

        var result = await _commandLine.RunAsync($"cert verify {arguments}");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Verify_SeveralAuthorities_OneSuffices()
    {
        await _commandLine.PrepareCertificateAsync();
        await _commandLine.PrepareAsync("cert ca new --name example-ca --days 365 --out @next");

        await _commandLine.PrepareAsync("cert verify --ca @next/ca.cert --ca @pki/ca.cert @device.cert");
    }

    [Fact]
    public async Task Verify_AfterItsDays_IsExpired()
    {
        await _commandLine.PrepareCertificateAsync();
        _commandLine.Time.Advance(TimeSpan.FromDays(30));

        var result = await _commandLine.RunAsync("cert verify --ca @pki/ca.cert @device.cert");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("expired 2026-03-31 12:00:00Z; issue a new one", result.Error, StringComparison.Ordinal);
        Assert.Contains("Problems     it has expired", await _commandLine.PrepareAsync("cert show @device.cert"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@pki/ca.cert")]
    [InlineData("@pki/ca.key")]
    public async Task Show_Authority_NamesItsKindAndNoSecret(string file)
    {
        await _commandLine.PrepareCertificateAsync();

        var output = await _commandLine.PrepareAsync($"cert show {file}");

        Assert.Contains("Type         self (a certificate authority)", output, StringComparison.Ordinal);
        Assert.Contains("(Ed25519)", output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Show_AuthorityChangedAfterSigning_IsAProblem()
    {
        await _commandLine.PrepareCertificateAsync();
        _commandLine.Write("changed.cert", _commandLine.Read("pki/ca.cert").Replace("example-ca", "example-cb", StringComparison.Ordinal));

        Assert.Contains(
            "Problems     its signature is wrong", await _commandLine.PrepareAsync("cert show @changed.cert"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_TextThatWouldActOnATerminal_IsEscaped()
    {
        await _commandLine.PrepareCertificateAsync();
        _commandLine.Write("odd.cert", _commandLine.Read("device.cert").Replace("device-1", "\\u202edevice\\u2028", StringComparison.Ordinal));

        Assert.Contains("Names        \\u202edevice\\u2028.example.com", await _commandLine.PrepareAsync("cert show @odd.cert"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cert")]
    [InlineData("cert ca")]
    [InlineData("cert what")]
    [InlineData("cert ca new --name a --days 1")]
    [InlineData("cert ca new --name a/b --days 1 --out @pki")]
    [InlineData("cert ca new --name a --days 0 --out @pki")]
    [InlineData("cert ca new --name a --days 36526 --out @pki")]
    [InlineData("cert ca new --name a --days x --out @pki")]
    [InlineData("cert key new")]
    [InlineData("cert key new --out @a.key --what")]
    [InlineData("cert issue --ca @pki/ca.key")]
    [InlineData("cert verify --ca @pki/ca.cert")]
    [InlineData("cert verify --ca @pki/ca.cert --ip nowhere @device.cert")]
    [InlineData("cert show")]
    [InlineData("cert show a b")]
    public async Task Run_WrongUsage_Exits2AndPointsToHelp(string commandLine)
    {
        var result = await _commandLine.RunAsync(commandLine);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("--help' for usage.", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Empty(Directory.GetFileSystemEntries(_commandLine.PathOf("")));
    }

    [Theory]
    [InlineData("cert ca new")]
    [InlineData("cert key new")]
    [InlineData("cert issue")]
    [InlineData("cert verify")]
    [InlineData("cert show")]
    public async Task Help_EveryCommand_EndsWithAnExample(string command)
    {
        var output = await _commandLine.PrepareAsync($"{command} --help");

        var lines = output.TrimEnd().Split(Environment.NewLine);
        Assert.Equal("Example:", lines[^2]);
        Assert.Contains($" {command} ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Example_OfEveryCommand_Works()
    {
        var run = "";
        foreach (var command in new[] { "cert ca new", "cert key new", "cert issue", "cert verify", "cert show" })
        {
            var help = (await _commandLine.PrepareAsync($"{command} --help")).TrimEnd();
            var example = help[help.LastIndexOf(command, StringComparison.Ordinal)..];
            run = example.Replace("pki", "@pki", StringComparison.Ordinal).Replace(" device-1.cert", " @device-1.cert", StringComparison.Ordinal)
                .Replace(" device-1.key", " @device-1.key", StringComparison.Ordinal);
            await _commandLine.PrepareAsync(run);
        }

        Assert.StartsWith("cert show", run, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyNew_NoSuchDirectory_FailsWithRemedy()
    {
        var result = await _commandLine.RunAsync("cert key new --out @no/a.key");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"error: @no/a.key: cannot be written: there is no such directory; make it first (mkdir -p).{Environment.NewLine}", result.Error);
    }

    [Fact]
    public async Task Show_DirectoryOrHugeFile_FailsInOneLine()
    {
        Directory.CreateDirectory(_commandLine.PathOf("folder"));
        _commandLine.Write("huge", new string(' ', 100_000));

        var folder = await _commandLine.RunAsync("cert show @folder");
        var huge = await _commandLine.RunAsync("cert show @huge");

        Assert.Equal((1, 1), (folder.ExitCode, huge.ExitCode));
        Assert.Contains("@folder: cannot be read: it is a directory", folder.Error, StringComparison.Ordinal);
        Assert.Contains("@huge: is not a certificate", huge.Error, StringComparison.Ordinal);
    }
}
