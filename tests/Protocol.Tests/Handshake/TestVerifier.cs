using System.Text;
using Sws.Protocol.Handshake;

namespace Sws.Protocol.Tests.Handshake;

/// <summary>Answers what it is told to, and remembers what it saw.</summary>
internal sealed class TestVerifier(CloseReason? answer = null) : IServerVerifier
{
    internal int Calls { get; private set; }

    internal string? PublicKey { get; private set; }

    internal string? Certificate { get; private set; }

    public CloseReason? Verify(ReadOnlySpan<byte> serverPublicKey, ReadOnlySpan<byte> certificateJson)
    {
        Calls++;
        PublicKey = Convert.ToHexStringLower(serverPublicKey);
        Certificate = Encoding.UTF8.GetString(certificateJson);
        return answer;
    }
}
