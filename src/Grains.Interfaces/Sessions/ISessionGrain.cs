namespace Sws.Grains.Interfaces.Sessions;

/// <summary>
/// One session: who it is, what it may do, and the routing of what it sends. Keyed by connection id. A cancelled call is one
/// that the caller does not wait for any more, as if it had timed out: what it asked for may be carried out all the same.
/// </summary>
[GrainInterfaceType("sws.session"), Alias("sws.session")]
public interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>Authorises a client after its handshake and begins the session.</summary>
    [Alias("Open")]
    ValueTask<SessionOpened> OpenAsync(SessionOpen request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Tells an edge what it has to know before it takes a session over from another: that it may, and the groups that it
    /// must follow by then. Changes nothing of a session that can go on.
    /// </summary>
    [Alias("PrepareResume")]
    ValueTask<SessionPrepared> PrepareResumeAsync(SessionResume request, CancellationToken cancellationToken = default);

    /// <summary>Authorises a client again and attaches its new socket to this session.</summary>
    [Alias("Resume")]
    ValueTask<SessionOpened> ResumeAsync(SessionResume request, CancellationToken cancellationToken = default);

    /// <summary>
    /// The edge that holds the session asserts it: refills a grain that lost its memory, and makes one that could not reach
    /// the edge try again.
    /// </summary>
    /// <returns><see cref="SessionStatus.Superseded"/> when the grain knows a newer attachment, or the client is no longer authorised.</returns>
    [Alias("Restore")]
    ValueTask<SessionStatus> RestoreAsync(SessionSnapshot snapshot, CancellationToken cancellationToken = default);

    /// <summary>
    /// Carries out what a client asks for, in order. An edge has one call under way per session. What takes longer than a
    /// call may is carried out all the same, and its result given to who asks again.
    /// </summary>
    [Alias("Receive")]
    ValueTask<CommandResults> ReceiveAsync(CommandBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Hands the records of a simple client to the hub's handler, in order. An edge has one call under way per session.</summary>
    [Alias("ReceiveRecords")]
    ValueTask<RecordResults> ReceiveRecordsAsync(long generation, RecordBatch records);

    /// <summary>Takes note of what the client has acknowledged.</summary>
    [Alias("Progress")]
    ValueTask ProgressAsync(SessionProgress progress);

    /// <summary>Sends something to this session. The answer comes when it is kept, and its edge has it or did not answer twice.</summary>
    // Marked though its types are: the abstract one is not taken for it, and every reference to a grain would make a copier for it.
    [Alias("Send"), ResponseTimeout("00:00:12")]
    ValueTask<SendOutcome> SendAsync([Immutable] DirectContent content);

    /// <summary>The inbox of the session's user has a new message. The session reads what it lacks of those before.</summary>
    [Alias("InboxGrew")]
    ValueTask<SendOutcome> InboxGrewAsync(ClientData message);

    /// <summary>Invokes the client of this session; the answer goes to the caller's session grain.</summary>
    [Alias("Invoke"), ResponseTimeout("00:00:12")]
    ValueTask<SendOutcome> InvokeAsync(InvocationCall invocation);

    /// <summary>Receives the outcome of an invocation that this session began.</summary>
    [Alias("CompleteInvocation")]
    ValueTask CompleteInvocationAsync(InvocationOutcome outcome);

    /// <summary>The socket is gone; the session waits for its client until the resume window ends.</summary>
    [Alias("Detach")]
    ValueTask DetachAsync(long generation);

    /// <summary>The edge that holds the session is dead.</summary>
    /// <param name="edgeId">The edge. Nothing happens when the session has moved to another since.</param>
    /// <param name="isFinal">False: the session waits for its client. True: it has waited long enough, and ends.</param>
    /// <param name="heard">
    /// The number of what the session's silo had heard from the edge for the session when the edge was found dead. Nothing happens
    /// when it has heard more: the edge has come back.
    /// </param>
    [Alias("EdgeDied")]
    ValueTask EdgeDiedAsync(string edgeId, bool isFinal, long heard);

    /// <summary>A new session has begun with what the client of this one, which cannot go on, was owed.</summary>
    /// <param name="connectionId">The new session.</param>
    [Alias("Inherited")]
    ValueTask InheritedAsync(string connectionId);

    /// <summary>Ends a session that its client has never heard of: it comes for the one before again.</summary>
    /// <returns>What the session was owed, in order; null when there is no such session.</returns>
    [Alias("Resign")]
    ValueTask<IReadOnlyList<DirectContent>?> ResignAsync();

    /// <summary>Ends the session, unless it has moved on. A resumption that is under way is waited for: it decides first.</summary>
    /// <param name="generation">The attach number that has ended.</param>
    /// <returns>
    /// Null when there is no such session, any more; else who holds it. An edge that is named, and does not hold the session when
    /// it hears that, may end the attach number that is named.
    /// </returns>
    [Alias("End")]
    ValueTask<SessionHolder?> EndAsync(long generation);
}
