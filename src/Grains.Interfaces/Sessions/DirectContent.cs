namespace Sws.Grains.Interfaces.Sessions;

/// <summary>What can be addressed to one session.</summary>
[GenerateSerializer, Immutable, Alias("sws.direct-content")]
public abstract record DirectContent;
