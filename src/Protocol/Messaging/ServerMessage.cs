namespace Sws.Protocol.Messaging;

/// <summary>A message from the gateway to a client.</summary>
public abstract record ServerMessage
{
    /// <summary>
    /// Whether the reliable protocols number this message with a sequence id and keep it until the client acknowledged it.
    /// The others answer something the client asked, or are out of date after a reconnection.
    /// </summary>
    public virtual bool IsSequenced => false;

    /// <summary>The name of the type only: payloads and tokens must not reach a log.</summary>
    public sealed override string ToString() => GetType().Name;
}
