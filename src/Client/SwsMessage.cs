namespace Sws.Client;

/// <summary>What <see cref="SwsClient.ReadMessagesAsync"/> yields, in the order in which it happened.</summary>
public abstract record SwsMessage
{
    private protected SwsMessage()
    {
    }

    /// <summary>Bytes of payload, for the bound of the queue.</summary>
    internal virtual int PayloadBytes => 0;
}
