using System.CommandLine;
using Sws.Protocol.Certificates;

namespace Sws.Gateway.Commands;

/// <summary><c>cert show</c>: a certificate for people to read.</summary>
internal sealed class CertShowCommand : CertSubcommand
{
    private readonly TimeProvider _time;
    private readonly Argument<string> _file = new("FILE")
    {
        Description = "A certificate, or an authority's key file; secret keys are not shown.",
    };

    public CertShowCommand(TimeProvider time)
        : base("show", "Print what a certificate says, and what is wrong with it.")
    {
        _time = time;
        Arguments.Add(_file);
    }

    public override string Example => "cert show device-1.cert";

    protected override void Run(ParseResult arguments, TextWriter output)
    {
        var certificate = CertFiles.ReadCertificateOrAuthority(arguments.GetRequiredValue(_file));
        var now = _time.GetUtcNow();
        var isAuthority = certificate.Type == CertificateType.SelfSigned;
        Line("Type", isAuthority ? "self (a certificate authority)" : "ca (an end certificate)");
        Line("Authority", CertText.Printable(certificate.Authority));
        Line("Fingerprint", certificate.Fingerprint);
        Line("Public key", $"{CertText.PublicKey(certificate.PublicKey.Span)} ({(isAuthority ? "Ed25519" : "X25519")})");
        Line("Names", CertText.List(certificate.Names));
        Line("Addresses", CertText.List(certificate.Ips));
        Line("MACs", CertText.List(certificate.Macs));
        Line("Gid", certificate.Gid is { } gid ? CertText.Printable(gid) : "none");
        Line("Signed", $"{certificate.SignedAt:u}");
        Line("Valid until", $"{certificate.NotAfter:u} ({CertText.Remaining(certificate.NotAfter - now)})");
        var problems = CertText.Problems(certificate, now).ToList();
        Line("Problems", problems.Count == 0 ? "none found" : problems[0]);
        foreach (var problem in problems.Skip(1))
        {
            Line("", problem);
        }

        if (!isAuthority)
        {
            output.WriteLine("The signature was not checked: that takes the authority's certificate, see 'cert verify'.");
        }

        void Line(string label, string value) => output.WriteLine($"{label,-13}{value}");
    }
}
