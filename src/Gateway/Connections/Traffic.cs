namespace Sws.Gateway.Connections;

/// <summary>What went over one socket, or over many.</summary>
/// <param name="MessagesIn">Records from clients.</param>
/// <param name="BytesIn">Their bytes.</param>
/// <param name="MessagesOut">Records to clients.</param>
/// <param name="BytesOut">Their bytes with frame headers.</param>
internal readonly record struct Traffic(long MessagesIn, long BytesIn, long MessagesOut, long BytesOut)
{
    public static Traffic operator +(Traffic one, Traffic other) => new(
        one.MessagesIn + other.MessagesIn, one.BytesIn + other.BytesIn, one.MessagesOut + other.MessagesOut, one.BytesOut + other.BytesOut);

    /// <summary>Each part's larger value.</summary>
    public static Traffic Max(Traffic one, Traffic other) => new(
        Math.Max(one.MessagesIn, other.MessagesIn),
        Math.Max(one.BytesIn, other.BytesIn),
        Math.Max(one.MessagesOut, other.MessagesOut),
        Math.Max(one.BytesOut, other.BytesOut));
}
