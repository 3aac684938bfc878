namespace Sws.Protocol.Certificates;

/// <summary>What a peer is told about its certificate.</summary>
public static class CertificateErrors
{
    /// <summary>The reason to close a connection with.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no error.</exception>
    public static CloseReason ToCloseReason(this CertificateError error) => error switch
    {
        CertificateError.Malformed => CloseReason.CertificateMalformed,
        CertificateError.WrongType => CloseReason.CertificateType,
        CertificateError.UnknownAuthority => CloseReason.CertificateUnknownCa,
        CertificateError.BadSignature => CloseReason.CertificateSignature,
        CertificateError.Expired => CloseReason.CertificateExpired,
        CertificateError.OutlivesAuthority => CloseReason.CertificateOutlivesCa,
        CertificateError.KeyMismatch => CloseReason.CertificateKeyMismatch,
        CertificateError.AddressMismatch => CloseReason.CertificateAddress,
        CertificateError.NameMismatch => CloseReason.NotAuthorized,
        CertificateError.Revoked => CloseReason.CertificateRevoked,
        CertificateError.Missing => CloseReason.CertificateMissing,
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, "Only an error has a close reason."),
    };
}
