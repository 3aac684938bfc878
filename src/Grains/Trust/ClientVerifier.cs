using System.Net;
using Sws.Grains.Hubs;
using Sws.Grains.Interfaces.Sessions;
using Sws.Protocol;
using Sws.Protocol.Certificates;

namespace Sws.Grains.Trust;

/// <summary>
/// Finds out whether a client is who it says, by its certificate where the hub asks for one, and whether it is still
/// trusted. Edge and silo both ask, each on what it knows: whichever of them knows of a revocation first, it holds.
/// </summary>
/// <param name="trust">What is trusted.</param>
/// <param name="time">The clock for certificates' validity.</param>
public sealed class ClientVerifier(TrustCache trust, TimeProvider time)
{
    private readonly CertificateCache _verified = new();

    /// <summary>Checks a client. In this order: key revoked, certificate missing, malformed, wrong type, unknown authority, wrong
    /// signature, expired, outlives its authority, of another key, revoked, of another address.</summary>
    /// <param name="hub">The hub it wants to enter.</param>
    /// <param name="identity">What it proved in its handshake.</param>
    public ClientVerdict Verify(Hub hub, ClientIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(hub);
        ArgumentNullException.ThrowIfNull(identity);
        if (trust.View is not { } view)
        {
            return new ClientVerdict(CloseReason.BackendUnavailable, null, null, null);
        }

        // A key is revoked whatever certificate comes with it, and in hubs that ask for none.
        if (view.RevocationOfKey(identity.PublicKey) is { } entry)
        {
            return new ClientVerdict(CloseReason.CertificateRevoked, entry, null, null);
        }

        if (!hub.RequireCertificate)
        {
            return default;
        }

        DateTimeOffset now = time.GetUtcNow();
        CertificateError error = Find(view, identity, now, out VerifiedCertificate? verified);
        if (error != CertificateError.None)
        {
            return new ClientVerdict(error.ToCloseReason(), null, verified?.Certificate, verified?.Facts);
        }

        TrustVerdict verdict = view.Check(identity.PublicKey, verified!.Facts, now);
        if (verdict.Error == CertificateError.None
            && hub.AddressCheck == AddressCheck.Strict
            && !CertificateMatch.Address(verified.Certificate, new IPAddress(identity.RemoteAddress)))
        {
            verdict = new TrustVerdict(CertificateError.AddressMismatch, null);
        }

        return new ClientVerdict(
            verdict.Error == CertificateError.None ? null : verdict.Error.ToCloseReason(), verdict.RevocationId, verified.Certificate, verified.Facts);
    }

    private CertificateError Find(TrustView view, ClientIdentity identity, DateTimeOffset now, out VerifiedCertificate? verified)
    {
        verified = null;
        if (identity.CertificateJson.Length == 0)
        {
            return CertificateError.Missing;
        }

        (UInt128, UInt128) key = CertificateCache.KeyOf(identity.CertificateJson);
        VerifiedCertificate? known = _verified.Find(key);
        Certificate? certificate = known?.Certificate;
        CertificateError error = CertificateError.None;
        if (certificate is null && !Certificate.TryParse(identity.CertificateJson, out certificate, out error))
        {
            return error;
        }

        IReadOnlyList<Certificate> signers = known?.Signers ?? [];
        bool isNew = known?.Store != view.Store;
        if (isNew)
        {
            error = view.Store.FindSigners(certificate!, out signers);
        }

        if (error == CertificateError.None)
        {
            error = TrustStore.CheckTime(certificate!, signers, now);
        }

        if (error != CertificateError.None)
        {
            return error;
        }

        verified = isNew ? new VerifiedCertificate(certificate!, new CertificateFacts(certificate!, signers), signers, view.Store) : known;
        if (!CertificateMatch.PublicKey(certificate!, identity.PublicKey))
        {
            return CertificateError.KeyMismatch;
        }

        // Kept only for those who hold its key: nobody else can push certificates out of the cache.
        if (isNew)
        {
            _verified.Add(key, verified!);
        }

        return CertificateError.None;
    }
}
