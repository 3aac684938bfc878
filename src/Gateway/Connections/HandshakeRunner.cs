using System.Buffers;
using System.IO.Pipelines;
using Sws.Protocol;
using Sws.Protocol.Handshake;
using Sws.Protocol.WebSockets;

namespace Sws.Gateway.Connections;

/// <summary>Drives a server handshake over a connection.</summary>
internal static class HandshakeRunner
{
    /// <summary>Text frames of a handshake may be this large: the largest honest one, a v2 ServerHello, has about 2.5 KB.</summary>
    public const int MaxHandshakeBytes = 64 * 1024;

    /// <summary>Runs the handshake to its end.</summary>
    /// <returns>Null when it is complete; else why to close, <see cref="CloseReason.Normal"/> when the peer left.</returns>
    public static async Task<CloseReason?> RunAsync(SwsConnection connection, ServerHandshake handshake)
    {
        while (true)
        {
            ReadResult result = await connection.Input.ReadAsync();
            ReadOnlySequence<byte> buffer = result.Buffer;
            bool done = TryAdvance(connection, handshake, ref buffer, out CloseReason? failure);
            connection.Input.AdvanceTo(buffer.Start, done ? buffer.Start : buffer.End);
            connection.Output.Flush();
            if (failure is not null)
            {
                return failure;
            }

            if (done)
            {
                // Its deadline may have passed while the last message was read: then it must not go on to a session.
                return connection.RequestedClose;
            }

            // What it sends is answered, pings at least: not before it has read.
            await connection.Output.WaitForRoomAsync();
            if (connection.RequestedClose is { } requested)
            {
                return requested;
            }

            if (result.IsCompleted)
            {
                return CloseReason.Normal;
            }
        }
    }

    private static bool TryAdvance(SwsConnection connection, ServerHandshake handshake, ref ReadOnlySequence<byte> buffer, out CloseReason? failure)
    {
        failure = null;
        MessageReader reader = connection.Reader!;
        while (true)
        {
            switch (reader.TryRead(ref buffer, out ReceivedMessage message))
            {
                case ReadStatus.NeedMoreData:
                    return false;
                case ReadStatus.Failed:
                    failure = reader.Failure == CloseReason.MessageTooBig ? CloseReason.HandshakeTooBig : reader.Failure;
                    return false;
            }

            switch (message.Opcode)
            {
                case WebSocketOpcode.Text:
                    HandshakeStep step = handshake.Receive(message.Payload.Span);
                    failure = step.Failure;
                    if (step.Action is HandshakeAction.Send or HandshakeAction.SendAndComplete)
                    {
                        connection.Output.WriteFrame(WebSocketOpcode.Text, step.Text.Span);
                    }

                    if (step.Action != HandshakeAction.Send)
                    {
                        return step.Action != HandshakeAction.Fail;
                    }

                    break;
                case WebSocketOpcode.Ping:
                    connection.Output.WriteFrame(WebSocketOpcode.Pong, message.Payload.Span);
                    break;
                case WebSocketOpcode.Pong:
                    break;
                case WebSocketOpcode.Close:
                    failure = ClosePayload.TryParse(message.Payload.Span, out _, out CloseReason? malformed) ? CloseReason.Normal : malformed;
                    return false;
                default:
                    failure = CloseReason.HandshakeBinary;
                    return false;
            }
        }
    }
}
