namespace Sws.Client;

/// <summary>Anything that goes wrong between this client and a server; the derived type says what.</summary>
public abstract class SwsException : Exception
{
    private protected SwsException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
