using Sws.Protocol.WebSockets;

namespace Sws.Protocol.Tests.WebSockets;

/// <summary>What a peer sends, and what must come of it. Ids are those of the Autobahn test suite, which names the situations.</summary>
/// <param name="Id">For example "5.12".</param>
/// <param name="What">The situation in words.</param>
/// <param name="Frames">What the peer sends.</param>
/// <param name="Expected">The messages that surface before the end or the failure.</param>
/// <param name="Failure">The rule that is broken at last; null when none is.</param>
internal sealed record ConformanceCase(
    string Id,
    string What,
    IReadOnlyList<TestFrame> Frames,
    IReadOnlyList<Received> Expected,
    CloseReason? Failure = null)
{
    public void Check(Peer peer, params ReadOnlySpan<Feed> feeds)
    {
        const int Limit = 1 << 20;
        var stream = TestFrame.EncodeAll(Frames, peer.Masks());
        foreach (var feed in feeds)
        {
            using var reader = new MessageReader(peer.Rule(), Limit);

            var conversation = Conversation.Run(reader, stream, feed, seed: Id.Length);

            Assert.True(Expected.SequenceEqual(conversation.Messages), $"{this} ({feed}) read {string.Join(", ", conversation.Messages)}");
            Assert.True(Failure == conversation.Failure, $"{this} ({feed}) ended with {conversation.Failure}");
            Assert.True(Failure is not null || conversation.Left == 0, $"{this} ({feed}) left {conversation.Left} bytes");
        }
    }

    public override string ToString() => $"case {Id}: {What}";
}
