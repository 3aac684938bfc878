using Sws.Protocol;
using Sws.Protocol.Handshake;

namespace Sws.Client.Trust;

/// <summary>Judges one server in one handshake and remembers the key it judged.</summary>
internal abstract class ServerVerifier : IServerVerifier
{
    /// <summary>The key that was trusted; empty until then.</summary>
    public ReadOnlyMemory<byte> ServerPublicKey { get; private set; }

    /// <summary>The reason of a refusal; null when there was none.</summary>
    public CloseReason? Refusal { get; private set; }

    public CloseReason? Verify(ReadOnlySpan<byte> serverPublicKey, ReadOnlySpan<byte> certificateJson)
    {
        Refusal = Judge(serverPublicKey, certificateJson);
        if (Refusal is null)
        {
            ServerPublicKey = serverPublicKey.ToArray();
        }

        return Refusal;
    }

    protected abstract CloseReason? Judge(ReadOnlySpan<byte> serverPublicKey, ReadOnlySpan<byte> certificateJson);
}
