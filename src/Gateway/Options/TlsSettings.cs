namespace Sws.Gateway.Options;

/// <summary>PEM files for <c>wss://</c>.</summary>
/// <param name="CertificateFile">Certificate chain.</param>
/// <param name="KeyFile">Private key.</param>
internal sealed record TlsSettings(string CertificateFile, string KeyFile);
