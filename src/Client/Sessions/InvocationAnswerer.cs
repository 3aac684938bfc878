using Sws.Protocol.Messaging;

namespace Sws.Client.Sessions;

/// <summary>Answers other clients' questions with the application's handler.</summary>
internal sealed class InvocationAnswerer(SwsClientOptions options, Outbox outbox, SessionMemory session)
{
    private static readonly MessageError NoHandler = new("NoHandler", "This client answers no invocations.", 404, false);
    private static readonly MessageError Busy = new("Busy", "This client answers too many invocations already.", 429, true);

    /// <summary>What went wrong in a handler is the application's own business; the asker learns only that something did.</summary>
    private static readonly MessageError Failed = new("HandlerFailed", "The invocation could not be answered.", 500, false);

    private int _running;

    public void Start(InvokeRequest request, CancellationToken stopping)
    {
        if (options.InvocationHandler is not { } handler)
        {
            Reply(request.InvocationId, null, NoHandler);
        }
        else if (Interlocked.Increment(ref _running) > options.MaxConcurrentInvocations)
        {
            Interlocked.Decrement(ref _running);
            Reply(request.InvocationId, null, Busy);
        }
        else
        {
            // Off the reading loop, so that a handler that blocks does not stop it.
            _ = Task.Run(() => AnswerAsync(handler, request, session.Generation, stopping), CancellationToken.None);
        }
    }

    private async Task AnswerAsync(SwsInvocationHandler handler, InvokeRequest request, int generation, CancellationToken stopping)
    {
        MessageData? data = null;
        MessageError? error = null;
        try
        {
            data = await handler(new SwsInvocation(request.FromUserId, request.Event, request.Data), stopping);
        }
        catch (SwsInvocationException e)
        {
            error = e.Error;
        }
        catch (Exception)
        {
            error = Failed;
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }

        if (generation == session.Generation)
        {
            Reply(request.InvocationId, data, error);
        }
    }

    private void Reply(string id, MessageData? data, MessageError? error)
    {
        try
        {
            outbox.Post(OutboxKind.Reply, () => new InvokeResponse(id, error is null, data, error));
        }
        catch (SwsClosedException)
        {
            // The asker's side learns from the server that this client is gone.
        }
    }
}
