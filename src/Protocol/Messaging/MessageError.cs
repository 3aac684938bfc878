namespace Sws.Protocol.Messaging;

/// <summary>Why something a client asked for was not done.</summary>
/// <param name="Name">Stable name, e.g. <c>Forbidden</c> or <c>Duplicate</c>.</param>
/// <param name="Message">For people.</param>
/// <param name="Code">Stable number of the name.</param>
/// <param name="Temporary">Whether the same request may succeed later.</param>
public sealed record MessageError(string Name, string Message, int Code, bool Temporary);
