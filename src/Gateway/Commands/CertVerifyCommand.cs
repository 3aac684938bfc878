using System.CommandLine;
using System.Net;
using Sws.Protocol.Certificates;

namespace Sws.Gateway.Commands;

/// <summary><c>cert verify</c>: what a gateway that trusts these authorities would say to a certificate.</summary>
internal sealed class CertVerifyCommand : CertSubcommand
{
    private readonly TimeProvider _time;
    private readonly Option<string[]> _authorities = new("--ca")
    {
        Description = "A trusted authority's certificate (ca.cert); may be repeated.",
        Required = true,
        HelpName = "FILE",
    };

    private readonly Option<string?> _host = new("--host") { Description = "Also check that it covers this host name.", HelpName = "NAME" };
    private readonly Option<IPAddress?> _ip = new("--ip")
    {
        Description = "Also check that it covers this address.",
        HelpName = "ADDRESS",
        CustomParser = result =>
        {
            if (!IPAddress.TryParse(result.Tokens[0].Value, out var address))
            {
                result.AddError("--ip takes an IPv4 or IPv6 address.");
            }

            return address;
        },
    };

    private readonly Argument<string> _file = new("FILE") { Description = "The certificate." };

    public CertVerifyCommand(TimeProvider time)
        : base("verify", "Check a certificate as the gateway does: type, authority, signature and time.")
    {
        _time = time;
        Options.Add(_authorities);
        Options.Add(_host);
        Options.Add(_ip);
        Arguments.Add(_file);
    }

    public override string Example => "cert verify --ca pki/ca.cert device-1.cert";

    protected override void Run(ParseResult arguments, TextWriter output)
    {
        var file = arguments.GetRequiredValue(_file);
        var trust = new TrustStore([.. arguments.GetRequiredValue(_authorities).Select(CertFiles.ReadTrustedAuthority)]);
        var certificate = CertFiles.ReadCertificate(file);
        var error = trust.VerifyEndEntity(certificate, _time.GetUtcNow());
        if (error == CertificateError.None && arguments.GetValue(_host) is { } host && !CertificateMatch.Name(certificate, host))
        {
            error = CertificateError.NameMismatch;
        }

        if (error == CertificateError.None && arguments.GetValue(_ip) is { } ip && !CertificateMatch.Address(certificate, ip))
        {
            error = CertificateError.AddressMismatch;
        }

        if (error != CertificateError.None)
        {
            throw new CommandFailedException($"{file}: {CertText.Explain(error, certificate)}");
        }

        output.WriteLine($"{file}: valid until {certificate.NotAfter:u}, signed by {CertText.Printable(certificate.Authority)}.");
    }
}
