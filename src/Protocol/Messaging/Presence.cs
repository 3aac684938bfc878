namespace Sws.Protocol.Messaging;

/// <summary>Who is in a group: the whole state once, then differences. Sent only to clients that asked for it when joining.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="IsState">True: <paramref name="Entries"/> are all members; false: those that joined.</param>
/// <param name="Entries">The members, or the new ones.</param>
/// <param name="Left">Those that left; empty in a state.</param>
public sealed record Presence(string Group, bool IsState, IReadOnlyList<PresenceEntry> Entries, IReadOnlyList<PresenceEntry> Left)
    : ServerMessage
{
    /// <inheritdoc/>
    public override bool IsSequenced => true;

    /// <summary>Compares the members, not the lists that hold them.</summary>
    /// <param name="other">The message to compare with.</param>
    public bool Equals(Presence? other) =>
        other is not null
        && Group == other.Group
        && IsState == other.IsState
        && Entries.SequenceEqual(other.Entries)
        && Left.SequenceEqual(other.Left);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Group, IsState, Entries.Count, Left.Count);
}
