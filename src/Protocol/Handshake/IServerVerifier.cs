namespace Sws.Protocol.Handshake;

/// <summary>Decides whether a client trusts the server it reached.</summary>
public interface IServerVerifier
{
    /// <summary>Judges the server. The box of its hello has opened, so it does hold the secret half of its key.</summary>
    /// <param name="serverPublicKey">32 bytes, canonical, not of low order, not the client's own.</param>
    /// <param name="certificateJson">The certificate object as sent; unverified. Empty in version 1.</param>
    /// <returns>Null to trust, or the reason to close with.</returns>
    CloseReason? Verify(ReadOnlySpan<byte> serverPublicKey, ReadOnlySpan<byte> certificateJson);
}
