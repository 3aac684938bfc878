using Sws.Protocol.Messaging;

namespace Sws.Client;

/// <summary>A message from the server, or from the application behind it, to this client, its user or everybody.</summary>
/// <param name="Data">The payload.</param>
public sealed record SwsServerMessage(MessageData Data) : SwsDataMessage(Data);
