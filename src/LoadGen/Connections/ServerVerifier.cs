using System.Collections.Concurrent;
using System.Security.Cryptography;
using Sws.LoadGen.Commands;
using Sws.Protocol;
using Sws.Protocol.Certificates;
using Sws.Protocol.Handshake;

namespace Sws.LoadGen.Connections;

/// <summary>
/// Judges servers by a pinned key, by a CA, or not at all (version 1 without a pin, where nothing can be judged).
/// A certificate that was verified once is remembered by its hash, so that checking it does not dominate the generator's CPU;
/// its key and time are checked every time.
/// </summary>
internal sealed class ServerVerifier : IServerVerifier
{
    // A cluster has as many server certificates as edges and epochs: a handful.
    private const int MaxRemembered = 1_000;

    private readonly byte[]? _pin;
    private readonly TrustStore? _trust;
    private readonly HashSet<string> _hosts;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, Certificate> _verified = new(StringComparer.Ordinal);

    private ServerVerifier(byte[]? pin, TrustStore? trust, IReadOnlyList<ServerAddress> servers, TimeProvider clock)
    {
        _pin = pin;
        _trust = trust;
        _hosts = [.. servers.Select(s => s.Host)];
        _clock = clock;
    }

    /// <summary>Makes the verifier that the options ask for.</summary>
    /// <exception cref="InvalidDataException">The CA file is not a CA certificate.</exception>
    public static ServerVerifier Create(RunOptions options, IReadOnlyList<ServerAddress> servers, TimeProvider clock)
    {
        var pin = options.Pin is { } text && PinnedKey.TryParse(text, out var key) ? key : null;
        return new ServerVerifier(pin, options.CaFile is { } file ? ReadAuthority(file) : null, servers, clock);
    }

    /// <inheritdoc/>
    public CloseReason? Verify(ReadOnlySpan<byte> serverPublicKey, ReadOnlySpan<byte> certificateJson)
    {
        if (_pin is not null && !serverPublicKey.SequenceEqual(_pin))
        {
            return CloseReason.CertificateKeyMismatch;
        }

        return _trust is null ? null : VerifyCertificate(serverPublicKey, certificateJson);
    }

    private CloseReason? VerifyCertificate(ReadOnlySpan<byte> serverPublicKey, ReadOnlySpan<byte> json)
    {
        var hash = Convert.ToHexString(SHA256.HashData(json));
        if (!_verified.TryGetValue(hash, out var certificate))
        {
            if (!Certificate.TryParse(json, out certificate, out var error) || certificate is null)
            {
                return error.ToCloseReason();
            }

            var verdict = _trust!.VerifyEndEntity(certificate, _clock.GetUtcNow());
            if (verdict != CertificateError.None)
            {
                return verdict.ToCloseReason();
            }

            if (_verified.Count < MaxRemembered)
            {
                _verified.TryAdd(hash, certificate);
            }
        }

        if (certificate.NotAfter <= _clock.GetUtcNow())
        {
            return CloseReason.CertificateExpired;
        }

        if (!CertificateMatch.PublicKey(certificate, serverPublicKey))
        {
            return CloseReason.CertificateKeyMismatch;
        }

        return _hosts.Any(host => Names(certificate, host)) ? null : CloseReason.CertificateAddress;
    }

    private static bool Names(Certificate certificate, string host) =>
        CertificateMatch.Name(certificate, host)
        || (System.Net.IPAddress.TryParse(host, out var address) && CertificateMatch.Address(certificate, address));

    private static TrustStore ReadAuthority(string file)
    {
        try
        {
            return Certificate.TryParse(File.ReadAllBytes(file), out var authority, out _) && authority is not null
                ? new TrustStore([authority])
                : throw new InvalidDataException("--ca: the file is not a certificate");
        }
        catch (ArgumentException)
        {
            throw new InvalidDataException("--ca: the file is not a CA's own certificate");
        }
    }
}
