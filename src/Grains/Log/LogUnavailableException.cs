namespace Sws.Grains.Log;

/// <summary>The store of the message log does not work now. The message is one line: key, problem, remedy.</summary>
internal sealed class LogUnavailableException : Exception
{
    public LogUnavailableException(string message)
        : base(message)
    {
    }

    public LogUnavailableException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
