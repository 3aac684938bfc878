using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Sws.Protocol.Messaging;
using Sws.Protocol.WebSockets;

namespace Sws.Benchmarks;

/// <summary>One connection of <see cref="PlainHubServer"/>.</summary>
internal sealed class PlainHubHandler(PlainHub hub) : ConnectionHandler
{
    private const string KeyHeader = "Sec-WebSocket-Key: ";

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        PipeReader input = connection.Transport.Input;
        PlainClient client = new(connection.Transport.Output);
        try
        {
            if (await UpgradeAsync(input, connection.Transport.Output))
            {
                client.Send(new Connected(connection.ConnectionId, "user", null, false, null, null, null, null));
                await ServeAsync(input, client);
            }
        }
        catch (Exception exception) when (exception is IOException or ConnectionAbortedException or OperationCanceledException)
        {
            // The client has gone.
        }
        finally
        {
            hub.Leave(client);
        }
    }

    private static async Task<bool> UpgradeAsync(PipeReader input, PipeWriter output)
    {
        while (true)
        {
            ReadResult read = await input.ReadAsync();
            string head = Encoding.ASCII.GetString(read.Buffer);
            int end = head.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && head.Split("\r\n").FirstOrDefault(line => line.StartsWith(KeyHeader, StringComparison.Ordinal)) is { } key)
            {
                input.AdvanceTo(read.Buffer.GetPosition(end + 4));
                await output.WriteAsync(Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {UpgradeKey.Accept(key[KeyHeader.Length..])}\r\n\r\n"));
                return true;
            }

            if (end >= 0 || read.IsCompleted)
            {
                return false;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private async Task ServeAsync(PipeReader input, PlainClient client)
    {
        using MessageReader reader = new(MaskRule.Optional, 1 << 20);
        while (true)
        {
            ReadResult read = await input.ReadAsync();
            ReadOnlySequence<byte> unread = read.Buffer;
            while (unread.Length > 0 && reader.TryRead(ref unread, out ReceivedMessage message) == ReadStatus.Message)
            {
                if (!Take(client, message))
                {
                    return;
                }
            }

            if (read.IsCompleted || reader.Failure is not null)
            {
                return;
            }

            input.AdvanceTo(unread.Start, read.Buffer.End);
        }
    }

    private bool Take(PlainClient client, ReceivedMessage message)
    {
        switch (message.Opcode)
        {
            case WebSocketOpcode.Close:
                client.Answer(WebSocketOpcode.Close, message.Payload.Span);
                return false;
            case WebSocketOpcode.Ping:
                client.Answer(WebSocketOpcode.Pong, message.Payload.Span);
                return true;
            case WebSocketOpcode.Binary when PlainHub.Codec.Decode(message.Payload.Span, out ClientMessage? value) == DecodeStatus.Ok:
                Execute(client, value!);
                return true;
            default:
                return true;
        }
    }

    private void Execute(PlainClient client, ClientMessage message)
    {
        switch (message)
        {
            case JoinGroup join:
                hub.Join(client, join.Group);
                client.Send(new Ack(join.AckId ?? 0, true, null, null));
                break;
            case SendToGroup send:
                hub.Publish(send);
                if (send.AckId is { } id)
                {
                    client.Send(new Ack(id, true, null, null));
                }

                break;
        }
    }
}
