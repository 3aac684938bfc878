using Sws.Protocol.Messaging;

namespace Sws.Client;

/// <summary>The server executed what was asked.</summary>
/// <param name="Duplicate">It had been executed before: the first answer was lost with a connection and the client asked again.</param>
/// <param name="Position">For a join of a group with history: where its history stands, and whether the asked-for messages follow.</param>
public readonly record struct AckResult(bool Duplicate, AckPosition? Position);
