using Sws.Protocol.Certificates;

namespace Sws.Client.Trust;

/// <summary>Certificate files, the certificate's JSON and nothing else.</summary>
internal static class CertificateFile
{
    public static Certificate Read(string path)
        => Certificate.TryParse(File.ReadAllBytes(path), out var certificate, out var error) && certificate is not null
            ? certificate
            : throw new InvalidDataException($"{path} does not hold a NaCl certificate ({error}).");
}
