namespace Sws.Client;

/// <summary>The connection or client has ended and does nothing more.</summary>
public sealed class SwsClosedException : SwsException
{
    internal SwsClosedException(SwsCloseStatus? status, Exception? inner = null)
        : base(status is null ? "The client was closed." : $"The connection has ended ({status.ForException()}).", inner)
        => CloseStatus = status;

    /// <summary>Why; null when this side closed it on the application's request.</summary>
    public SwsCloseStatus? CloseStatus { get; }
}
