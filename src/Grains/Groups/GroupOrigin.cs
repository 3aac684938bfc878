namespace Sws.Grains.Groups;

/// <summary>What all messages of a group have in common.</summary>
/// <param name="Hub">The hub.</param>
/// <param name="Group">The group.</param>
/// <param name="Epoch">Incarnation of the stream.</param>
/// <param name="HasHistory">Whether messages are kept.</param>
internal sealed record GroupOrigin(string Hub, string Group, string Epoch, bool HasHistory);
