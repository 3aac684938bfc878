using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Sws.Protocol.Certificates;

namespace Sws.Gateway.Commands;

/// <summary><c>cert ca new</c>: a new authority as <c>ca.cert</c> and <c>ca.key</c>.</summary>
internal sealed class CertCaNewCommand : CertSubcommand
{
    private readonly TimeProvider _time;
    private readonly Option<string> _name = new("--name")
    {
        Description = "The authority's name: letters, digits, - and _, in parts separated by dots.",
        Required = true,
        HelpName = "N",
    };

    private readonly Option<int> _days = DaysOption("How many days it may sign for; no certificate of it lasts longer.");
    private readonly Option<string> _directory = new("--out")
    {
        Description = "Directory for ca.cert and ca.key; made with mode 0700 if it does not exist.",
        Required = true,
        HelpName = "DIR",
    };

    private readonly Option<bool> _force = ForceOption();

    public CertCaNewCommand(TimeProvider time)
        : base("new", "Make a certificate authority: a certificate to hand out (ca.cert) and a key to guard (ca.key, mode 0600).")
    {
        _time = time;
        _name.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !CertificateAuthority.IsValidName(result.Tokens[0].Value))
            {
                result.AddError("--name takes letters, digits, - and _, in parts separated by dots.");
            }
        });
        Options.Add(_name);
        Options.Add(_days);
        Options.Add(_directory);
        Options.Add(_force);
    }

    public override string Example => "cert ca new --name ca.example.com --days 3650 --out pki";

    protected override void Run(ParseResult arguments, TextWriter output)
    {
        var directory = arguments.GetRequiredValue(_directory);
        var certificateFile = Path.Combine(directory, "ca.cert");
        var keyFile = Path.Combine(directory, "ca.key");
        var force = arguments.GetValue(_force);
        CertFiles.MakeDirectory(directory);
        CertFiles.CheckFree(certificateFile, force);
        CertFiles.CheckFree(keyFile, force);

        using var authority = CertificateAuthority.Create(
            arguments.GetRequiredValue(_name), _time.GetUtcNow(), TimeSpan.FromDays(arguments.GetValue(_days)));
        var key = authority.ToKeyFile();
        CertFiles.WritePrivate(keyFile, key, force);
        CryptographicOperations.ZeroMemory(key);
        var certificate = authority.Certificate;
        CertFiles.WritePublic(certificateFile, Encoding.UTF8.GetBytes(certificate.ToJson()), force);
        output.WriteLine($"{certificateFile}: certificate of {certificate.Authority}, to be trusted until {certificate.NotAfter:u}.");
        output.WriteLine($"{keyFile}: its secret key. Whoever reads it can certify anything; keep few copies, and guard them.");
    }
}
