using System.CommandLine;
using System.Text;
using Sws.Protocol.Certificates;

namespace Sws.Gateway.Commands;

/// <summary><c>cert issue</c>: certifies a key for names and addresses.</summary>
internal sealed class CertIssueCommand : CertSubcommand
{
    private readonly TimeProvider _time;
    private readonly Option<string> _authority = FileOption("--ca", "The authority's key file (ca.key).");
    private readonly Option<string> _key = FileOption(
        "--key", "The key pair to certify. The whole pair, since holding the secret key is the proof that it is the asker's own.");

    private readonly Option<string[]> _names = ListOption("--name", "a,b", "Host or device names.");
    private readonly Option<string[]> _ips = ListOption(
        "--ip", "a,b", "IP addresses; hubs with AddressCheck Strict want the one it connects from.");
    private readonly Option<string[]> _macs = ListOption("--mac", "a,b", "MAC addresses; policies can match them.");
    private readonly Option<string?> _gid = new("--gid")
    {
        Description = "An id for the certificate; by default a random UUID.",
        HelpName = "ID",
    };

    private readonly Option<int> _days = DaysOption("How many days it is valid; it may not outlive its authority.");
    private readonly Option<string> _out = FileOption("--out", "Where to write the certificate.");
    private readonly Option<bool> _force = ForceOption();

    public CertIssueCommand(TimeProvider time)
        : base("issue", "Certify a key pair with an authority's key.")
    {
        _time = time;
        foreach (var option in new Option[] { _authority, _key, _names, _ips, _macs, _gid, _days, _out, _force })
        {
            Options.Add(option);
        }
    }

    public override string Example =>
        "cert issue --ca pki/ca.key --key device-1.key --name device-1.example.com --ip 192.0.2.7 --days 90 --out device-1.cert";

    protected override void Run(ParseResult arguments, TextWriter output)
    {
        var file = arguments.GetRequiredValue(_out);
        var force = arguments.GetValue(_force);
        CertFiles.CheckFree(file, force);
        using var authority = CertFiles.ReadAuthority(arguments.GetRequiredValue(_authority));
        using var keyPair = CertFiles.ReadKeyPair(arguments.GetRequiredValue(_key));
        var now = _time.GetUtcNow();
        var request = new CertificateRequest(
            keyPair.PublicKey.ToArray(),
            arguments.GetRequiredValue(_names),
            arguments.GetRequiredValue(_ips),
            arguments.GetRequiredValue(_macs),
            arguments.GetValue(_gid),
            now.AddDays(arguments.GetValue(_days)));
        var problems = authority.FindProblems(request, now);
        if (problems.Count > 0)
        {
            var key = arguments.GetRequiredValue(_key);
            throw new CommandFailedException($"{key}: cannot be certified: {string.Join("; ", problems)}. Change the options and try again.");
        }

        var certificate = authority.Issue(request, now);
        CertFiles.WritePublic(file, Encoding.UTF8.GetBytes(certificate.ToJson()), force);
        output.WriteLine($"{file}: certificate {certificate.Fingerprint}, valid until {certificate.NotAfter:u}.");
    }
}
