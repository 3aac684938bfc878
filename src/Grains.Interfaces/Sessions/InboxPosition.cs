namespace Sws.Grains.Interfaces.Sessions;

/// <summary>A message's place in the inbox of a user.</summary>
/// <param name="Epoch">The life of the inbox; another one means that it began anew.</param>
/// <param name="Offset">Ascending without gaps, from 1.</param>
[GenerateSerializer, Immutable, Alias("sws.inbox-position")]
public sealed record InboxPosition([property: Id(0)] string Epoch, [property: Id(1)] ulong Offset)
{
    /// <summary>Whether who has read up to here has another message, too.</summary>
    /// <param name="other">The other's place.</param>
    public bool Has(InboxPosition other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Epoch == Epoch && other.Offset <= Offset;
    }
}
