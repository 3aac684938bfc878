namespace Sws.Grains.Log;

/// <summary>The message log of this silo, which is there only where a hub needs it.</summary>
internal sealed class MessageLogSource(IEnumerable<IMessageLog> logs)
{
    private readonly IMessageLog? _log = logs.FirstOrDefault();

    /// <summary>The log.</summary>
    /// <exception cref="InvalidOperationException">The host has added none.</exception>
    public IMessageLog Log => _log ?? throw new InvalidOperationException("A hub is durable, but the host has added no message log.");
}
