namespace Sws.Grains.Interfaces.Sessions;

/// <summary>Who holds a session, as its grain knows it.</summary>
/// <param name="EdgeId">The edge that the session was given to last.</param>
/// <param name="Generation">The newest attach number; it may have been taken for a socket that did not get the session.</param>
[GenerateSerializer, Immutable, Alias("sws.session-holder")]
public sealed record SessionHolder([property: Id(0)] string EdgeId, [property: Id(1)] long Generation);
