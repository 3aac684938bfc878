using Sws.Client;
using Sws.Protocol.Messaging;
using Sws.Testing;

namespace Sws.Chaos.Fleet;

/// <summary>One socket of a session, which tells of every message that comes on it and acknowledges none.</summary>
internal sealed class ProbeSocket(int number, SwsConnection connection, IMessageCodec codec, Action<ProbeSocket, ServerMessage> received) : IAsyncDisposable
{
    private readonly Dictionary<ulong, TaskCompletionSource<bool>> _asked = [];
    private readonly TaskCompletionSource<Connected> _greeting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private Task _reading = Task.CompletedTask;
    private bool _ended;

    public int Number => number;

    public Connected Greeting => _greeting.Task.Result;

    /// <summary>Waits for the greeting. Throws <see cref="SwsConnectException"/>'s cousin, a closed connection, as a failed connect does.</summary>
    public async Task StartAsync()
    {
        _reading = ReadAsync();
        await _greeting.Task.Within(Timeouts.Step, "the gateway's greeting of a probe");
    }

    /// <summary>Sends what has an answer. False: refused, or the connection ended first.</summary>
    public async Task<bool> AskAsync(Func<ulong, ClientMessage> create)
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        // Unlike those of the other socket: the session would take the same id for a repetition.
        ulong ackId;
        lock (_lock)
        {
            if (_ended)
            {
                return false;
            }

            ackId = (ulong)((number * 1000) + _asked.Count + 1);
            _asked.Add(ackId, answer);
        }

        try
        {
            await connection.SendAsync(codec.EncodeClient(create(ackId)));
        }
        catch (SwsClosedException)
        {
            return false;
        }

        return await answer.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await _reading;
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await connection.ReceiveAsync() is { } record)
            {
                codec.DecodeServer(record.Span, out var message, out _);
                Receive(message);
            }
        }
        catch (SwsClosedException)
        {
            // As an end without reason.
        }

        lock (_lock)
        {
            _ended = true;
            foreach (var answer in _asked.Values)
            {
                answer.TrySetResult(false);
            }
        }

        _greeting.TrySetResult(new Connected(string.Empty, null, null, false, "refused", null, null, null));
    }

    private void Receive(ServerMessage? message)
    {
        switch (message)
        {
            case Connected connected:
                _greeting.TrySetResult(connected);
                break;
            case Ack ack:
                lock (_lock)
                {
                    if (_asked.TryGetValue(ack.AckId, out var answer))
                    {
                        answer.TrySetResult(ack.Success);
                    }
                }

                break;
            case not null:
                received(this, message);
                break;
        }
    }
}
