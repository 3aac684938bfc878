namespace Sws.LoadGen.Tests.Servers;

/// <summary>One session of <see cref="FaultyHub"/>.</summary>
internal sealed class HubClient(string id)
{
    public string Id => id;

    public EchoConnection? Connection { get; set; }

    public string? Group { get; set; }

    /// <summary>Messages that the client has not acknowledged, by sequence id.</summary>
    public SortedDictionary<ulong, byte[]> Unacknowledged { get; } = [];

    public ulong NextSequence { get; set; } = 1;

    public int Deliveries { get; set; }

    public bool LostOne { get; set; }

    public byte[]? Held { get; set; }

    public byte[]? Last { get; set; }
}
