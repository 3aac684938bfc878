using System.Collections.Concurrent;
using Sws.LoadGen.Connections;

namespace Sws.LoadGen.Scenarios;

/// <summary>
/// Proves that a new connection is authorised and works, which the end of the handshake does not: one message comes back as it was sent
/// (echo), or the server's own first message arrives (JSON and protobuf protocols greet with "connected").
/// </summary>
internal sealed class Proof(ScenarioContext context, Payloads payloads)
{
    private readonly ConcurrentDictionary<LeanConnection, TaskCompletionSource<string?>> _waiting = new(ReferenceEqualityComparer.Instance);
    private readonly bool _serverSpeaksFirst = context.Options.Urls.Any(u => new Uri(u).Query.Contains("protocol=", StringComparison.Ordinal));

    /// <summary>To be called before the connection reads anything.</summary>
    public void Expect(LeanConnection connection) =>
        _waiting.TryAdd(connection, new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Asks for the proof and waits for it. Null, or the name of the error.</summary>
    public async Task<string?> ProveAsync(LeanConnection connection, CancellationToken cancellation)
    {
        if (!_waiting.TryGetValue(connection, out var arrived))
        {
            return null;
        }

        if (!_serverSpeaksFirst)
        {
            connection.Send(payloads.Make(connection.Index, 0, context.Clock.GetTimestamp()));
        }

        try
        {
            return await arrived.Task.WaitAsync(context.Options.ConnectTimeout, context.Clock, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return ConnectionError.ProofTimeout;
        }
        finally
        {
            _waiting.TryRemove(connection, out _);
        }
    }

    /// <summary>A message arrived: the proof, where one is awaited, or that there is none.</summary>
    public void Arrived(LeanConnection connection, ReadOnlySpan<byte> payload)
    {
        if (_waiting.TryGetValue(connection, out var waiting))
        {
            waiting.TrySetResult(_serverSpeaksFirst ? null : Judge(connection, payload));
        }
    }

    /// <summary>The connection ended. True when its proof was still awaited, so that the error is reported there.</summary>
    public bool Ended(LeanConnection connection, string? error) =>
        _waiting.TryGetValue(connection, out var waiting) && waiting.TrySetResult(error ?? ConnectionError.ClosedAbruptly);

    private string? Judge(LeanConnection connection, ReadOnlySpan<byte> payload) =>
        payloads.Read(payload, out var header) ?? (header.Sender == connection.Index ? null : ConnectionError.UnexpectedPayload);
}
