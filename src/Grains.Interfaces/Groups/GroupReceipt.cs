namespace Sws.Grains.Interfaces.Groups;

/// <summary>What an edge did with messages of a group. The numbers are wire format.</summary>
[GenerateSerializer, Alias("sws.group-receipt")]
public enum GroupReceipt : byte
{
    /// <summary>Taken over, now or before.</summary>
    Taken = 0,

    /// <summary>The edge has no members of the group.</summary>
    NoMembers = 1,

    /// <summary>Messages before these are missing. The edge has taken none and subscribes again by itself.</summary>
    Gap = 2,

    /// <summary>The edge follows a newer incarnation of the group: the caller is a leftover.</summary>
    Stale = 3,
}
