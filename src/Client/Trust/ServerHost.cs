using System.Net;
using Sws.Protocol.Certificates;

namespace Sws.Client.Trust;

/// <summary>
/// The host a certificate must name. A name is only looked for among the names and an address only among the addresses: matching
/// the address that a name resolved to, as the reference client does, would trust whoever answers the name look-up.
/// </summary>
internal readonly struct ServerHost
{
    private readonly string _name;
    private readonly IPAddress? _address;

    private ServerHost(string name, IPAddress? address) => (_name, _address) = (name, address);

    public static ServerHost FromUrl(Uri url) => Parse(url.IdnHost);

    public static ServerHost Parse(string host)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        // The root dot of a fully qualified name ("example.com.") is not part of the names in certificates.
        var name = host.Trim('[', ']').TrimEnd('.');
        return new ServerHost(name, IPAddress.TryParse(name, out var address) ? address : null);
    }

    public bool IsNamedBy(Certificate certificate)
        => _address is null ? CertificateMatch.Name(certificate, _name) : CertificateMatch.Address(certificate, _address);
}
