namespace Sws.Protocol.Messaging;

/// <summary>A message from a client to the gateway.</summary>
public abstract record ClientMessage
{
    /// <summary>The name of the type only: what the peer wrote must not reach a log.</summary>
    public sealed override string ToString() => GetType().Name;
}
