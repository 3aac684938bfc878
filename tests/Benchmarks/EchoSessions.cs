using Sws.Gateway.Sessions;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Benchmarks;

/// <summary>One session object for all connections, in process: accepts everybody and echoes records.</summary>
internal sealed class EchoSessions : ISessionGrainSource, ISessionGrain
{
    public ISessionGrain Get(string connectionId) => this;

    public ValueTask<SessionOpened> OpenAsync(SessionOpen request, CancellationToken cancellationToken) => ValueTask.FromResult(new SessionOpened(null, 1, "user", null, null, [], null, []));

    public ValueTask<RecordResults> ReceiveRecordsAsync(long generation, RecordBatch records) => ValueTask.FromResult(new RecordResults(SessionStatus.Ok, records));

    public ValueTask DetachAsync(long generation) => ValueTask.CompletedTask;

    public ValueTask<SessionHolder?> EndAsync(long generation) => ValueTask.FromResult<SessionHolder?>(null);

    public ValueTask ProgressAsync(SessionProgress progress) => ValueTask.CompletedTask;

    public ValueTask CompleteInvocationAsync(InvocationOutcome outcome) => ValueTask.CompletedTask;

    public ValueTask EdgeDiedAsync(string edgeId, bool isFinal, long heard) => ValueTask.CompletedTask;

    public ValueTask InheritedAsync(string connectionId) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<DirectContent>?> ResignAsync() => throw new NotSupportedException();

    public ValueTask<SessionPrepared> PrepareResumeAsync(SessionResume request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<SessionOpened> ResumeAsync(SessionResume request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<SessionStatus> RestoreAsync(SessionSnapshot snapshot, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<CommandResults> ReceiveAsync(CommandBatch batch, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<SendOutcome> SendAsync(DirectContent content) => throw new NotSupportedException();

    public ValueTask<SendOutcome> InboxGrewAsync(ClientData message) => throw new NotSupportedException();

    public ValueTask<SendOutcome> InvokeAsync(InvocationCall invocation) => throw new NotSupportedException();
}
