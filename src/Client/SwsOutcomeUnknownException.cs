namespace Sws.Client;

/// <summary>
/// The connection was lost after a request had been sent and before its answer came, and the session could not be recovered (or, for
/// an invocation, the connection was lost): the server may or may not have executed it.
/// </summary>
public sealed class SwsOutcomeUnknownException : SwsException
{
    internal SwsOutcomeUnknownException()
        : base("The connection was lost before the answer came: the server may or may not have executed this.")
    {
    }
}
