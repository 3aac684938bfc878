using Sws.Protocol;

namespace Sws.Client.Trust;

/// <summary>No check at all.</summary>
internal sealed class AnyServer : ServerTrust
{
    internal override bool NeedsCertificate => false;

    internal override ServerVerifier CreateVerifier(Uri url, TimeProvider time) => new Verifier();

    private sealed class Verifier : ServerVerifier
    {
        protected override CloseReason? Judge(ReadOnlySpan<byte> serverPublicKey, ReadOnlySpan<byte> certificateJson) => null;
    }
}
