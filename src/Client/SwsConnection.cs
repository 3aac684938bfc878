using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Sws.Client.Connections;
using Sws.Protocol;
using Sws.Protocol.Records;

namespace Sws.Client;

/// <summary>
/// One SWS connection that carries opaque records: for hubs of simple clients and for any other SWS server. It does not reconnect;
/// <see cref="SwsClient"/> does. Sending is safe from any thread; only one receive may be in progress.
/// </summary>
public sealed class SwsConnection : IAsyncDisposable
{
    /// <summary>How long a close waits for the server's answer: a round trip, generously. Closing must not hang on a dead peer.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly MessageSocket _socket;
    private readonly RecordSealer _sealer;
    private readonly RecordOpener _opener;
    private readonly ClientIdentity? _ownedIdentity;
    private readonly TimeProvider _time;
    private readonly int _maxRecordBytes;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<ReadOnlyMemory<byte>?>? _pendingReceive;
    private volatile bool _draining;
    private Task _goodbye = Task.CompletedTask;
    private SwsCloseStatus? _closeStatus;
    private int _disposed;

    internal SwsConnection(MessageSocket socket, EstablishedSession session, SwsConnectionOptions options, ClientIdentity? ownedIdentity)
    {
        _socket = socket;
        _sealer = session.Sealer;
        _opener = session.Opener;
        _ownedIdentity = ownedIdentity;
        _time = options.TimeProvider;
        _maxRecordBytes = options.MaxMessageBytes + RecordSealer.Overhead;
        ServerPublicKey = session.ServerPublicKey;
    }

    /// <summary>The server's box public key (32 bytes), as <see cref="SwsConnectionOptions.Trust"/> accepted it.</summary>
    public ReadOnlyMemory<byte> ServerPublicKey { get; }

    /// <summary>Why the connection ended; null while it lives.</summary>
    public SwsCloseStatus? CloseStatus => Volatile.Read(ref _closeStatus);

    /// <summary>Connects, shakes hands and verifies the server. The connection can be used at once.</summary>
    /// <exception cref="SwsConnectException">It did not work; the exception says at which step and whether to retry.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Task<SwsConnection> ConnectAsync(SwsConnectionOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Connector.ConnectAsync(options, cancellationToken);
    }

    /// <summary>Sends one record. Records go out in the order of the calls; completes when the socket has taken it.</summary>
    /// <param name="data">The plaintext; copied before the call returns.</param>
    /// <param name="cancellationToken">Stops the waiting. A record whose turn has come is sent nevertheless.</param>
    /// <exception cref="SwsClosedException">The connection has ended.</exception>
    public ValueTask SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var length = data.Length + RecordSealer.Overhead;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        data.CopyTo(buffer.AsMemory(RecordSealer.Overhead));
        var sending = SendRecordAsync(buffer, length, cancellationToken);
        return sending.IsCompleted || !cancellationToken.CanBeCanceled
            ? sending
            : new ValueTask(sending.AsTask().WaitAsync(cancellationToken));
    }

    /// <summary>The next record in an array of its own; null when the connection has ended (see <see cref="CloseStatus"/>).</summary>
    /// <param name="cancellationToken">Stops the waiting; nothing is lost, the next call goes on.</param>
    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        var record = await ReceiveBorrowedAsync(cancellationToken);
        return record is { } borrowed ? borrowed.ToArray() : default(ReadOnlyMemory<byte>?);
    }

    /// <summary>As <see cref="ReceiveAsync"/> without the copy: the memory is only valid until the next receive.</summary>
    /// <exception cref="InvalidOperationException">Another receive is in progress.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveBorrowedAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_reading.Wait(0, CancellationToken.None))
        {
            if (!_draining)
            {
                throw new InvalidOperationException("Only one receive at a time.");
            }

            // A close reads on to the end. Whoever still receives did nothing wrong, and learns of the end behind it.
            await _reading.WaitAsync(cancellationToken);
        }

        try
        {
            // A read of the socket must not be cancelled: it would take the connection with it. It stays, for the next call.
            if (_pendingReceive is null)
            {
                var read = ReadRecordAsync();
                if (read.IsCompleted || !cancellationToken.CanBeCanceled)
                {
                    return await read;
                }

                _pendingReceive = read.AsTask();
            }

            var record = await _pendingReceive.WaitAsync(cancellationToken);
            _pendingReceive = null;
            return record;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Every record until the connection ends, each in an array of its own.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReceiveAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await ReceiveAsync(cancellationToken) is { } record)
        {
            yield return record;
        }
    }

    /// <summary>
    /// Closes with code 1000 and waits up to a second for the server's answer. A record that still comes meanwhile goes to a receive
    /// in progress, if there is one; others are dropped.
    /// </summary>
    public Task CloseAsync(CancellationToken cancellationToken = default) => CloseAsync(CloseReason.Normal, cancellationToken);

    /// <summary>Closes as <see cref="CloseAsync(CancellationToken)"/> does, and releases the keys.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await CloseAsync(CancellationToken.None);
        _socket.Abort();
        // The abort ends whatever still sends or reads; only then may the keys go.
        await _sending.WaitAsync();
        _sealer.Dispose();
        _sending.Release();
        await _reading.WaitAsync();
        if (_pendingReceive is { } pending)
        {
            // Its record, should it have one, lies in the buffer that is given back here.
            _pendingReceive = null;
            await pending;
        }

        await _goodbye;
        _ended.TrySetResult();
        _socket.Release();
        _opener.Dispose();
        _reading.Release();
        _socket.Dispose();
        _ownedIdentity?.Dispose();
    }

    internal async Task CloseAsync(CloseReason reason, CancellationToken cancellationToken)
    {
        End(SwsCloseStatus.FromLocal(reason));
        using var timeout = new CancellationTokenSource(CloseTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var abort = linked.Token.UnsafeRegister(static socket => ((MessageSocket)socket!).Abort(), _socket);
        await _sending.WaitAsync(CancellationToken.None);
        try
        {
            await _socket.SendCloseAsync(reason, linked.Token);
        }
        finally
        {
            _sending.Release();
        }

        await DrainAsync(linked.Token);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Reads on until the server's close frame. A receive in progress comes first: it may see that frame, or leave with a record for good.</summary>
    private async Task DrainAsync(CancellationToken limit)
    {
        _draining = true;
        try
        {
            await _reading.WaitAsync(limit);
        }
        catch (OperationCanceledException)
        {
            // The abort at the same limit ends the receive in progress.
            return;
        }

        try
        {
            // Held to the end: a receive in between would get a record behind one that was dropped here.
            while (!_ended.Task.IsCompleted)
            {
                var read = _pendingReceive ?? ReadRecordAsync().AsTask();
                _pendingReceive = null;
                await read;
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    private async ValueTask SendRecordAsync(byte[] buffer, int length, CancellationToken cancellationToken)
    {
        try
        {
            await _sending.WaitAsync(cancellationToken);
            try
            {
                if (CloseStatus is null)
                {
                    _sealer.Seal(buffer.AsSpan(0, length));
                    if (await _socket.SendAsync(buffer.AsMemory(0, length), WebSocketMessageType.Binary))
                    {
                        return;
                    }

                    End(SwsCloseStatus.Cut);
                }
            }
            finally
            {
                _sending.Release();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        throw new SwsClosedException(CloseStatus);
    }

    private async ValueTask<ReadOnlyMemory<byte>?> ReadRecordAsync()
    {
        if (_ended.Task.IsCompleted)
        {
            return null;
        }

        var read = await _socket.ReceiveAsync(_maxRecordBytes);
        switch (read.Kind)
        {
            case SocketReadKind.Closed:
                End(read.Status!);
                // Not waited for: after the answer a client waits for the server to close the TCP connection, which some do late.
                _goodbye = SayGoodbyeAsync(CloseReason.Normal);
                _ended.TrySetResult();
                return null;
            case SocketReadKind.TooBig:
                return await FailAsync(CloseReason.MessageTooBig);
            case SocketReadKind.Text:
                return await FailAsync(CloseReason.TextAfterHandshake);
            default:
                return TryOpen(read.Payload, out var plaintext) ? plaintext : await FailAsync(CloseReason.RecordForged);
        }
    }

    private bool TryOpen(Memory<byte> record, out ReadOnlyMemory<byte>? plaintext)
    {
        plaintext = null;
        if (record.Length < RecordSealer.Overhead)
        {
            return false;
        }

        var body = record[RecordSealer.Overhead..];
        plaintext = body;
        return _opener.TryOpen(record.Span, body.Span);
    }

    /// <summary>The server broke the protocol: says so and stops listening, because nothing after it can be trusted.</summary>
    private async ValueTask<ReadOnlyMemory<byte>?> FailAsync(CloseReason reason)
    {
        End(SwsCloseStatus.FromLocal(reason));
        await SayGoodbyeAsync(reason);
        _socket.Abort();
        _ended.TrySetResult();
        return null;
    }

    /// <summary>A close frame from the reading side. Bounded, because a send that the server does not read would hold it up for ever.</summary>
    private async Task SayGoodbyeAsync(CloseReason reason)
    {
        using var timeout = new CancellationTokenSource(CloseTimeout, _time);
        await _socket.SendCloseAsync(reason, timeout.Token);
    }

    private void End(SwsCloseStatus status) => Interlocked.CompareExchange(ref _closeStatus, status, null);
}
