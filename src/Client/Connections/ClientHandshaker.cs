using System.Net.WebSockets;
using Sws.Client.Trust;
using Sws.Protocol;
using Sws.Protocol.Handshake;

namespace Sws.Client.Connections;

/// <summary>
/// Runs the client's side of the SWS handshake over a socket. There is no pause at the end: a server, the reference's too, reads
/// records as soon as it has ClientReady, and this client reads them as soon as it has sent it.
/// </summary>
internal static class ClientHandshaker
{
    /// <summary>The gateway's own limit for handshake messages, in bytes of UTF-8.</summary>
    private const int MaxMessageBytes = 64 * 1024;

    public static async Task<EstablishedSession> RunAsync(
        MessageSocket socket, SwsConnectionOptions options, ClientIdentity identity, CancellationToken cancellationToken)
    {
        var verifier = options.Trust.CreateVerifier(options.Url, options.TimeProvider);
        var certificate = options.Version == 1 ? default : identity.CertificateJson;
        using var handshake = new ClientHandshake(new ClientHandshakeOptions(options.Version, identity.KeyPair, verifier, certificate));
        await SendAsync(socket, handshake.Start());
        while (true)
        {
            var read = await socket.ReceiveAsync(MaxMessageBytes);
            var step = read.Kind switch
            {
                SocketReadKind.Text => handshake.Receive(read.Payload.Span),
                SocketReadKind.Closed => throw new SwsConnectException(SwsConnectFailure.Closed, read.Status),
                SocketReadKind.TooBig => new HandshakeStep(HandshakeAction.Fail, default, CloseReason.HandshakeTooBig),
                _ => new HandshakeStep(HandshakeAction.Fail, default, CloseReason.HandshakeBinary),
            };
            if (step.Action == HandshakeAction.Fail)
            {
                await socket.SendCloseAsync(step.Failure!, cancellationToken);
                throw new SwsConnectException(FailureOf(step.Failure!, verifier), SwsCloseStatus.FromLocal(step.Failure!));
            }

            await SendAsync(socket, step.Text);
            if (step.Action is HandshakeAction.Complete or HandshakeAction.SendAndComplete)
            {
                return new EstablishedSession(handshake.TakeSealer(), handshake.TakeOpener(), verifier.ServerPublicKey);
            }
        }
    }

    private static SwsConnectFailure FailureOf(CloseReason reason, ServerVerifier verifier)
    {
        if (verifier.Refusal is not null)
        {
            return SwsConnectFailure.ServerUntrusted;
        }

        return reason == CloseReason.CertificateMissing ? SwsConnectFailure.CertificateRequired : SwsConnectFailure.HandshakeFailed;
    }

    private static async Task SendAsync(MessageSocket socket, ReadOnlyMemory<byte> text)
    {
        if (!text.IsEmpty && !await socket.SendAsync(text, WebSocketMessageType.Text))
        {
            throw new SwsConnectException(SwsConnectFailure.Closed, SwsCloseStatus.Cut);
        }
    }
}
