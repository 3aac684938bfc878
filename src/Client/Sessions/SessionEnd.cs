namespace Sws.Client.Sessions;

/// <summary>How one connection, or the attempt at one, ended.</summary>
/// <param name="Opened">True when the session could be used over it.</param>
/// <param name="Status">How the connection ended.</param>
/// <param name="Failure">Why it could not be made.</param>
internal sealed record SessionEnd(bool Opened, SwsCloseStatus? Status, SwsConnectException? Failure)
{
    /// <summary>The application closed the client.</summary>
    public static SessionEnd Stopped { get; } = new(true, null, null);

    public bool MayRetry => Failure?.MayRetry ?? Status?.MayRetry ?? false;

    public static SessionEnd NotMade(SwsConnectException failure) => new(false, failure.CloseStatus, failure);
}
