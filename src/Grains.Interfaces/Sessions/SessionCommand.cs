namespace Sws.Grains.Interfaces.Sessions;

/// <summary>One thing a client asks for, decoded at the edge and independent of the protocol it was written in.</summary>
[GenerateSerializer, Immutable, Alias("sws.command")]
public abstract record SessionCommand;
