using Sws.Protocol.WebSockets;

namespace Sws.Protocol.Tests.WebSockets;

/// <summary>The situations of the Autobahn test suite that can be told from bytes alone, from each kind of peer.</summary>
public sealed class ConformanceTests
{
    private static readonly Dictionary<string, ConformanceCase> Small =
        Index([.. FramingCases.All(), .. FragmentCases.All(), .. Utf8Cases.All(), .. CloseCases.All()]);

    private static readonly Dictionary<string, ConformanceCase> Large = Index(SizeCases.All());

    public static TheoryData<string, Peer> SmallIds => Peers.With(Small.Keys);

    public static TheoryData<string, Peer> LargeIds => Peers.With(Large.Keys);

    [Theory, MemberData(nameof(SmallIds))]
    public void TryRead_ConformanceCase_GivesTheExpectedMessages(string id, Peer peer)
    {
        Small[id].Check(peer, Enum.GetValues<Feed>());
    }

    [Theory, MemberData(nameof(LargeIds))]
    public void TryRead_LargeConformanceCase_GivesTheExpectedMessages(string id, Peer peer)
    {
        // Byte by byte says nothing here that the small cases do not say, and takes long.
        Large[id].Check(peer, Feed.Whole, Feed.Random);
    }

    // Sections 9.5 and 9.6: a message of 1 MiB that arrives in chops of this size.
    [Theory, MemberData(nameof(Chops))]
    public void TryRead_MebibyteInChops_GivesTheMessage(int chop, Peer peer)
    {
        var text = FramingCases.Letters(1 << 20);
        using var reader = new MessageReader(peer.Rule(), text.Length);

        var conversation = Conversation.RunChopped(reader, TestFrame.EncodeAll([TestFrame.Text(text)], peer.Masks()), chop);

        Assert.Equal([Received.Text(text)], conversation.Messages);
    }

    public static TheoryData<int, Peer> Chops => Peers.With([64, 128, 256, 512, 1024, 2048]);

    private static Dictionary<string, ConformanceCase> Index(IEnumerable<ConformanceCase> cases) => cases.ToDictionary(found => found.Id);
}
