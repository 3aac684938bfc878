namespace Sws.Protocol.Tests.WebSockets;

/// <summary>Section 5: fragments, what may come between them and what may not.</summary>
internal static class FragmentCases
{
    private static readonly TestFrame[] NeverRead = [TestFrame.Text("never read")];

    public static IEnumerable<ConformanceCase> All() => [.. Whole(), .. NothingToContinue(), .. Mixed()];

    private static IEnumerable<ConformanceCase> Whole()
    {
        TestFrame[] two = [TestFrame.Text("one ", fin: false), TestFrame.Last("two")];
        TestFrame[] twoAroundPing = [TestFrame.Text("one ", fin: false), TestFrame.Ping("between"), TestFrame.Last("two")];
        return
        [
            new("5.1", "ping in two fragments",
                [TestFrame.Of(9, [1], fin: false), TestFrame.Last([2])], [], CloseReason.FrameControlFragmented),
            new("5.2", "pong in two fragments",
                [TestFrame.Of(10, [1], fin: false), TestFrame.Last([2])], [], CloseReason.FrameControlFragmented),
            new("5.3", "text in two fragments", two, [Received.Text("one two")]),
            new("5.4", "two texts in two fragments each", [.. two, .. two], [Received.Text("one two"), Received.Text("one two")]),
            new("5.5", "text in two fragments, then binary", [.. two, TestFrame.Binary([1, 2])],
                [Received.Text("one two"), Received.Binary([1, 2])]),
            new("5.6", "ping between two fragments", twoAroundPing, [Received.Ping("between"), Received.Text("one two")]),
            new("5.7", "ping and pong between two fragments",
                [TestFrame.Text("one ", fin: false), TestFrame.Ping("a"), TestFrame.Pong("b"), TestFrame.Last("two")],
                [Received.Ping("a"), Received.Pong("b"), Received.Text("one two")]),
            new("5.8", "ping between fragments, twice", [.. twoAroundPing, .. twoAroundPing],
                [Received.Ping("between"), Received.Text("one two"), Received.Ping("between"), Received.Text("one two")]),
        ];
    }

    private static IEnumerable<ConformanceCase> NothingToContinue()
    {
        for (var id = 9; id <= 14; id++)
        {
            // 5.9 to 5.11 end the message that never began, 5.12 to 5.14 do not; each trio varies what comes with it.
            var stray = TestFrame.More("stray", fin: id <= 11);
            TestFrame[] before = (id % 3) switch { 0 => [], 1 => [TestFrame.Text("fine")], _ => [TestFrame.Ping("fine")] };
            Received[] expected = (id % 3) switch { 0 => [], 1 => [Received.Text("fine")], _ => [Received.Ping("fine")] };
            yield return new($"5.{id}", $"nothing to continue, FIN {id <= 11}",
                [.. before, stray, .. NeverRead], expected, CloseReason.FrameContinuation);
        }
        yield return new("5.15", "continuation after the end of a message",
            [TestFrame.Text("one ", fin: false), TestFrame.Last("two"), TestFrame.More("three"), .. NeverRead],
            [Received.Text("one two")],
            CloseReason.FrameContinuation);
        yield return new("5.16", "continuation before the first fragment",
            [TestFrame.More("a"), TestFrame.Text("b", fin: false), TestFrame.Last("c")], [], CloseReason.FrameContinuation);
        yield return new("5.17", "last fragment before the first",
            [TestFrame.Last("a"), TestFrame.Text("b", fin: false), TestFrame.Last("c")], [], CloseReason.FrameContinuation);
    }

    private static IEnumerable<ConformanceCase> Mixed()
    {
        TestFrame[] five =
        [
            TestFrame.Text("1", fin: false), TestFrame.More("2"), TestFrame.Ping("p1"),
            TestFrame.More("3"), TestFrame.More("4"), TestFrame.Ping("p2"), TestFrame.Last("5"),
        ];
        Received[] received = [Received.Ping("p1"), Received.Ping("p2"), Received.Text("12345")];
        return
        [
            new("5.18", "text in two fragments that both say text",
                [TestFrame.Text("one", fin: false), TestFrame.Text("two")], [], CloseReason.FrameInterleaved),
            new("5.18 binary", "binary inside a text",
                [TestFrame.Text("one", fin: false), TestFrame.Ping("p"), TestFrame.Binary([2], fin: false)],
                [Received.Ping("p")],
                CloseReason.FrameInterleaved),
            new("5.19", "five fragments with two pings between", five, received),
            new("5.20", "five fragments with two pings between, twice", [.. five, .. five], [.. received, .. received]),
        ];
    }
}
