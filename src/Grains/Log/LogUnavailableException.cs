namespace Sws.Grains.Log;

/// <summary>The store of the message log does not work now. The message is one line: key, problem, remedy.</summary>
public sealed class LogUnavailableException : Exception
{
    /// <summary>The store does not work.</summary>
    /// <param name="message">Key, problem, remedy.</param>
    public LogUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>The store does not work.</summary>
    /// <param name="message">Key, problem, remedy.</param>
    /// <param name="cause">What the store said.</param>
    public LogUnavailableException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
