namespace Sws.Protocol.Tests.WebSockets;

/// <summary>How the bytes of a peer reach the reader.</summary>
public enum Feed
{
    /// <summary>All at once, in one segment.</summary>
    Whole,

    /// <summary>One byte per arrival, each in a segment of its own.</summary>
    ByteByByte,

    /// <summary>All at once, in many small segments, some of them empty.</summary>
    Shredded,

    /// <summary>Random arrivals that extend one segment, as small reads into a large pipe segment do.</summary>
    Growing,

    /// <summary>Random arrivals, each in random segments.</summary>
    Random,
}
