namespace Sws.Protocol.Messaging;

/// <summary>A message from the application's server.</summary>
/// <param name="Data">What it sent.</param>
public sealed record ServerData(MessageData Data) : ServerMessage
{
    /// <inheritdoc/>
    public override bool IsSequenced => true;
}
