using Sws.Protocol.Messaging;

namespace Sws.Client;

/// <summary>A message with a payload.</summary>
/// <param name="Data">The payload; the array behind it is this message's own.</param>
public abstract record SwsDataMessage(MessageData Data) : SwsMessage
{
    /// <summary>The payload as text: UTF-8 text as it is, JSON as its source. Throws for binary data.</summary>
    /// <exception cref="InvalidOperationException">The payload is neither text nor JSON.</exception>
    public string Text => Data.AsText();

    internal override int PayloadBytes => Data.Bytes.Length;
}
