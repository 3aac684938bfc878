namespace Sws.Grains.Interfaces;

/// <summary>The closed list of errors that an operation of a client can be answered with.</summary>
public static class OperationErrors
{
    /// <summary>The ackId was used before: the operation was carried out then and was not repeated.</summary>
    public static OperationError Duplicate { get; } = new("Duplicate", "This ackId was already handled.", 409, Temporary: false);

    /// <summary>The session lacks the permission.</summary>
    public static OperationError Forbidden { get; } = new("Forbidden", "The session lacks the permission for this operation.", 403, Temporary: false);

    /// <summary>The target does not exist now.</summary>
    public static OperationError NotFound { get; } = new("NotFound", "No such connection or user is connected.", 404, Temporary: true);

    /// <summary>Nobody is there to answer an invocation.</summary>
    public static OperationError NoResponders { get; } = new("NoResponders", "Nobody is connected who could answer.", 404, Temporary: true);

    /// <summary>The hub has no event handler.</summary>
    public static OperationError NoHandler { get; } = new("NoHandler", "This hub has no event handler.", 404, Temporary: false);

    /// <summary>An invocation was not answered in time.</summary>
    public static OperationError Timeout { get; } = new("Timeout", "The invocation was not answered in time.", 408, Temporary: true);

    /// <summary>The caller withdrew an invocation.</summary>
    public static OperationError Cancelled { get; } = new("Cancelled", "The invocation was cancelled.", 499, Temporary: false);

    /// <summary>The session is in as many groups as its hub allows.</summary>
    public static OperationError TooManyGroups { get; } = new("TooManyGroups", "The session is in as many groups as the hub allows.", 429, Temporary: false);

    /// <summary>The session has as many open invocations as its hub allows.</summary>
    public static OperationError TooManyInvocations { get; } = new("TooManyInvocations", "The session has as many open invocations as the hub allows.", 429, Temporary: true);

    /// <summary>The receiver's queue is full.</summary>
    public static OperationError Overloaded { get; } = new("Overloaded", "The receiver has too many unacknowledged messages.", 503, Temporary: true);

    /// <summary>The grain's silo stops, and nothing was carried out: another silo will have the grain. Grains tell each other; no client is told.</summary>
    public static OperationError Moving { get; } = new("Moving", "The grain is on its way to another silo.", 503, Temporary: true);

    /// <summary>The cluster could not carry the operation out now.</summary>
    public static OperationError Unavailable { get; } = new("Unavailable", "The cluster could not carry this out now.", 503, Temporary: true);
}
