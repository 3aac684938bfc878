namespace Sws.Grains.Log;

/// <summary>What a stream belongs to. The numbers are stored.</summary>
internal enum LogStreamKind : byte
{
    /// <summary>A group of a hub.</summary>
    Group = 0,

    /// <summary>The inbox of a user of a hub.</summary>
    Inbox = 1,
}
