using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Sws.Gateway.Connections;
using Sws.Gateway.Trust;
using Sws.Protocol;
using Sws.Protocol.Handshake;
using Sws.Protocol.WebSockets;
using Sws.Testing;

namespace Sws.Gateway.Tests.Connections;

public sealed class HandshakeRunnerTests
{
    // Inline: when a flush returns, the runner has done what it can with what was flushed.
    private static readonly PipeOptions Small = new(
        pauseWriterThreshold: 4096, resumeWriterThreshold: 2048, readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);

    [Fact]
    public async Task RunAsync_PeerThatPingsAndDoesNotRead_IsNotReadAnyMoreAndCanBeClosed()
    {
        Pipe toServer = new(Small);
        Pipe toClient = new(Small);
        DefaultConnectionContext context = new() { Transport = new Duplex(toServer.Reader, toClient.Writer) };
        using SwsConnection connection = new(context, 0, long.MaxValue) { Reader = new MessageReader(MaskRule.Optional, 1024) };
        using EdgeIdentities identities = new(staticKey: null, NullLogger<EdgeIdentities>.Instance);
        using ServerHandshake handshake = new(new ServerHandshakePolicy(SwsVersions.V1, RequireCertificate: false), identities);
        Task<CloseReason?> running = HandshakeRunner.RunAsync(connection, handshake);
        byte[] ping = [0x89, 125, .. new byte[125]];

        int sent = 0;
        bool isRead = true;
        while (isRead && sent < 1000)
        {
            toServer.Writer.Write(ping);
            isRead = toServer.Writer.FlushAsync(TestContext.Current.CancellationToken).AsTask().IsCompleted;
            sent++;
        }

        Assert.InRange(sent, 2 * 4096 / ping.Length, 100);
        connection.RequestClose(CloseReason.HandshakeTimeout);
        Assert.Equal(CloseReason.HandshakeTimeout, await running.Within(Timeouts.Step, "the end of the handshake"));
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
