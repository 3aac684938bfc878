namespace Sws.Grains.Interfaces.Sessions;

/// <summary>The ackIds of commands.</summary>
public static class SessionCommandAcks
{
    /// <summary>The id that a command is answered with and carried out once only for; null when it has none.</summary>
    /// <param name="command">The command.</param>
    public static ulong? GetAckId(this SessionCommand command) => command switch
    {
        JoinGroupCommand join => join.AckId,
        LeaveGroupCommand leave => leave.AckId,
        PublishCommand publish => publish.AckId,
        EventCommand sent => sent.AckId,
        SendCommand send => send.AckId,
        _ => null,
    };
}
