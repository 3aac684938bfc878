using System.Net.Sockets;
using Sws.LoadGen.Commands;

namespace Sws.LoadGen.Workers;

/// <summary>A worker on another machine, started by the agent there for this connection.</summary>
internal sealed class AgentLink : IWorkerLink
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    private AgentLink(string name, MessageChannel channel)
    {
        Name = name;
        Channel = channel;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public MessageChannel Channel { get; }

    /// <summary>Connects to an agent; waits for it to come up, since agents and controllers are often started together.</summary>
    /// <exception cref="RunFailedException">It does not come up, or does not share the secret.</exception>
    public static async Task<AgentLink> OpenAsync(string agent, RunOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        var secret = SharedSecret.Read(options.SecretFile) ?? throw new RunFailedException(SharedSecret.Missing);
        if (!HostPort.TryParse(agent, out var host, out var port))
        {
            throw new RunFailedException($"agent {agent} is not HOST:PORT.");
        }

        using var timeout = new CancellationTokenSource(options.AgentsWait, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            var client = await ConnectAsync(host, port, clock, stop.Token).ConfigureAwait(false);
            var channel = await SharedSecret.AuthenticateAsync(client.GetStream(), secret, isController: true, stop.Token).ConfigureAwait(false);
            return channel is not null ? new AgentLink($"agent {agent}", channel) : throw new RunFailedException($"agent {agent} does not share the secret.");
        }
        catch (Exception e) when (e is IOException || (e is OperationCanceledException && timeout.IsCancellationRequested))
        {
            throw new RunFailedException($"agent {agent} is not there, or does not share the secret.");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Channel.DisposeAsync();

    private static async Task<TcpClient> ConnectAsync(string host, int port, TimeProvider clock, CancellationToken cancellation)
    {
        while (true)
        {
            var client = new TcpClient { NoDelay = true };
            try
            {
                await client.ConnectAsync(host, port, cancellation).ConfigureAwait(false);
                return client;
            }
            catch (SocketException)
            {
                client.Dispose();
                await Task.Delay(RetryDelay, clock, cancellation).ConfigureAwait(false);
            }
        }
    }
}
