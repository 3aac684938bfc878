namespace Sws.Protocol.Certificates;

/// <summary>The two kinds of certificate; the <c>type</c> of the description, compared exactly.</summary>
public enum CertificateType
{
    /// <summary><c>self</c>: an authority's own certificate, over its Ed25519 key. A peer must never present one.</summary>
    SelfSigned,

    /// <summary><c>ca</c>: signed by an authority, over a peer's X25519 key.</summary>
    EndEntity,
}
