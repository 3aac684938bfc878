using Sws.Protocol;

namespace Sws.Grains.Hubs;

/// <summary>Whether an action is allowed, and why.</summary>
/// <param name="Allowed">Whether it is.</param>
/// <param name="Entry">The entry that decided; null when no rule had a say.</param>
/// <param name="Refusal">Why the client may not even enter the hub; null when it may.</param>
public readonly record struct PolicyDecision(bool Allowed, PermissionEntry? Entry, CloseReason? Refusal)
{
    /// <summary>The decision in one line, for people. Holds nothing that a peer wrote.</summary>
    public override string ToString()
    {
        if (Refusal is not null)
        {
            return $"refused by the hub: {Refusal.Text}";
        }

        return Entry?.ToString() ?? (Allowed ? "allowed by the hub" : "no rule allows it");
    }
}
