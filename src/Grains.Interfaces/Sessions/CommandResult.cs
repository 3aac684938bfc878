namespace Sws.Grains.Interfaces.Sessions;

/// <summary>The outcome of one command.</summary>
/// <param name="Index">Index of the command in its batch.</param>
/// <param name="Error">Null when it was carried out.</param>
[GenerateSerializer, Immutable, Alias("sws.command-result")]
public readonly record struct CommandResult([property: Id(0)] int Index, [property: Id(1)] OperationError? Error);
