using Sws.Protocol.Messaging;

namespace Sws.Client;

/// <summary>An invocation was answered with an error; or, thrown by a handler, is to be.</summary>
public sealed class SwsInvocationException : SwsException
{
    /// <summary>An error to answer an invocation with.</summary>
    /// <param name="name">A word the asker can test for.</param>
    /// <param name="message">A sentence for people.</param>
    /// <param name="code">A number; 0 when numbers mean nothing here.</param>
    /// <param name="temporary">True when asking again later may help.</param>
    public SwsInvocationException(string name, string message, int code = 0, bool temporary = false)
        : this(new MessageError(name, message, code, temporary))
    {
    }

    internal SwsInvocationException(MessageError? error)
        : base($"The invocation failed: {ErrorText.Describe(error)}.")
        => Error = error ?? ErrorText.None;

    /// <summary>The answer, in the words of whoever answered: do not trust its texts. <c>NoResponders</c>: nobody was there.</summary>
    public MessageError Error { get; }
}
