namespace Sws.Client;

/// <summary>
/// The earlier session could not be recovered and a new one has begun: between the message before this one and the next, messages may
/// be missing. The groups are joined again without being asked to; a <see cref="SwsGroupRejoined"/> follows for each,
/// unless this session is lost before the answers: then they follow the next of these.
/// </summary>
/// <param name="Reason">What the server gave as the reason, as it wrote it; null when it gave none.</param>
/// <param name="ConnectionId">Id of the new session.</param>
public sealed record SwsSessionRestarted(string? Reason, string ConnectionId) : SwsMessage;
