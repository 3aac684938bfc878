using System.Text;
using Sws.Gateway.Sessions;
using Sws.Gateway.Tests.Connections;
using Sws.Grains.Interfaces.Sessions;
using Sws.Protocol.Messaging;

namespace Sws.Gateway.Tests.Sessions;

public class SendQueueTests
{
    private static readonly IMessageCodec Reliable = MessageCodecs.Get("json.reliable.webpubsub.azure.v1")!;
    private static readonly IMessageCodec Plain = MessageCodecs.Get("json.webpubsub.azure.v1")!;
    private static readonly SendQueueLimits Wide = new(1000, 1024 * 1024);

    [Fact]
    public void TryEnqueue_Sequenced_NumberedInOrderFromOne()
    {
        using OutputPipe pipe = new OutputPipe().Start();
        SendQueue queue = Attached(pipe);

        Enqueue(queue, "a", "b", "c");

        Assert.Equal([("a", 1UL), ("b", 2UL), ("c", 3UL)], Received(pipe));
    }

    [Fact]
    public void TryEnqueue_UnsequencedBetweenSequenced_KeepsItsPlaceAndTakesNoNumber()
    {
        using OutputPipe pipe = new OutputPipe().Start();
        SendQueue queue = Attached(pipe);

        Enqueue(queue, "a");
        Assert.True(queue.TryEnqueue(Body("x"), sequenced: false));
        Enqueue(queue, "b");

        Assert.Equal([("a", 1UL), ("x", null), ("b", 2UL)], Received(pipe));
    }

    [Fact]
    public void EnqueueReply_BehindAMessageThatIsNotAcknowledged_IsNotKept()
    {
        using OutputPipe pipe = new OutputPipe().Start();
        SendQueue queue = new(Reliable, new SendQueueLimits(3, 1024));
        queue.Attach(pipe.Output, default);
        Enqueue(queue, "a");
        for (int number = 0; number < 1000; number++)
        {
            queue.EnqueueReply(Body("pong"));
            queue.Flush();
        }

        Enqueue(queue, "b", "c");
        Assert.False(queue.TryEnqueue(Body("d"), sequenced: true));
        queue.Flush();
        Assert.Equal(1003, Received(pipe).Count);
        Assert.True(queue.TryAcknowledge(3));
        Enqueue(queue, "d");
    }

    [Fact]
    public void TryEnqueue_PlainProtocol_WritesBodyUnchanged()
    {
        using OutputPipe pipe = new OutputPipe().Start();
        SendQueue queue = new(Plain, Wide);
        queue.Attach(pipe.Output, default);

        Assert.True(queue.TryEnqueue(Body("a"), sequenced: true));
        queue.Flush();

        Assert.Equal([Body("a")], pipe.ReadAllRecords());
    }

    [Fact]
    public void Attach_Again_SendsGreetingThenUnacknowledgedInOrder()
    {
        SendQueue queue = new(Reliable, Wide);
        using OutputPipe first = new OutputPipe().Start();
        queue.Attach(first.Output, default);
        Enqueue(queue, "a", "b", "c");
        Assert.Equal(3, Received(first).Count);
        Assert.True(queue.TryAcknowledge(1));

        using OutputPipe second = new OutputPipe().Start();
        queue.Detach(first.Output);
        queue.Attach(second.Output, Body("hello"));
        Enqueue(queue, "d");

        Assert.Equal([("hello", null), ("b", 2UL), ("c", 3UL), ("d", 4UL)], Received(second));
    }

    [Fact]
    public void Attach_WithoutDetachOfFormerOutput_SendsUnacknowledgedToTheNewOne()
    {
        SendQueue queue = new(Reliable, Wide);
        using OutputPipe first = new OutputPipe().Start();
        queue.Attach(first.Output, default);
        Enqueue(queue, "a");

        using OutputPipe second = new OutputPipe().Start();
        queue.Attach(second.Output, Body("hello"));
        queue.Detach(first.Output);
        Enqueue(queue, "b");

        Assert.Equal([("hello", null), ("a", 1UL), ("b", 2UL)], Received(second));
    }

    [Fact]
    public void Attach_Again_DropsUnsequenced()
    {
        SendQueue queue = new(Reliable, Wide);
        using OutputPipe first = new OutputPipe().StartHeld();
        queue.Attach(first.Output, Body("old greeting"));
        Assert.True(queue.TryEnqueue(Body("x"), sequenced: false));
        Enqueue(queue, "a");
        queue.EnqueueReply(Body("reply"));

        using OutputPipe second = new OutputPipe().Start();
        queue.Detach(first.Output);
        Assert.True(queue.TryEnqueue(Body("y"), sequenced: false));
        queue.Attach(second.Output, Body("hello"));
        queue.Flush();

        Assert.Equal([("hello", null), ("a", 1UL)], Received(second));
    }

    [Fact]
    public void TryAcknowledge_AllSent_NothingIsSentAgain()
    {
        SendQueue queue = new(Reliable, Wide);
        using OutputPipe first = new OutputPipe().Start();
        queue.Attach(first.Output, default);
        Enqueue(queue, "a", "b");
        Assert.True(queue.TryAcknowledge(2));

        using OutputPipe second = new OutputPipe().Start();
        queue.Detach(first.Output);
        queue.Attach(second.Output, Body("hello"));
        queue.Flush();

        Assert.Equal([("hello", null)], Received(second));
    }

    [Fact]
    public void TryAcknowledge_NeverSentId_False()
    {
        using OutputPipe pipe = new OutputPipe().Start();
        SendQueue queue = Attached(pipe);
        Enqueue(queue, "a");

        Assert.False(queue.TryAcknowledge(2));
        Assert.True(queue.TryAcknowledge(1));
        Assert.True(queue.TryAcknowledge(1));
    }

    [Fact]
    public void TryEnqueue_TooManyUnacknowledged_FalseUntilAcknowledged()
    {
        using OutputPipe pipe = new OutputPipe().Start();
        SendQueue queue = Attached(pipe, new SendQueueLimits(2, 1024));
        Enqueue(queue, "a", "b");

        Assert.False(queue.TryEnqueue(Body("c"), sequenced: true));
        Assert.True(queue.TryAcknowledge(1));
        Assert.True(queue.TryEnqueue(Body("c"), sequenced: true));
    }

    [Fact]
    public void TryEnqueue_TooManyBytes_FalseUntilAcknowledged()
    {
        using OutputPipe pipe = new OutputPipe().Start();
        SendQueue queue = Attached(pipe, new SendQueueLimits(1000, Body("a").Length * 2));
        Enqueue(queue, "a", "b");

        Assert.False(queue.TryEnqueue(Body("c"), sequenced: true));
        Assert.True(queue.TryAcknowledge(2));
        Assert.True(queue.TryEnqueue(Body("c"), sequenced: true));
    }

    [Fact]
    public void TryEnqueue_KnownOutboxId_NotSentAgain()
    {
        using OutputPipe pipe = new OutputPipe().Start();
        SendQueue queue = Attached(pipe);

        Assert.True(queue.TryEnqueue(Body("a"), sequenced: true, outboxId: 4));
        Assert.True(queue.TryEnqueue(Body("again"), sequenced: true, outboxId: 4));
        Assert.True(queue.TryEnqueue(Body("older"), sequenced: true, outboxId: 3));
        Assert.True(queue.TryEnqueue(Body("b"), sequenced: true, outboxId: 5));
        queue.Flush();

        Assert.Equal([("a", 1UL), ("b", 2UL)], Received(pipe));
        Assert.Equal(5, queue.LastOutboxId);
    }

    [Fact]
    public void AckedOutboxId_GrowsWithAcknowledgements()
    {
        using OutputPipe pipe = new OutputPipe().Start();
        SendQueue queue = Attached(pipe);
        queue.TryEnqueue(Body("a"), sequenced: true, outboxId: 1);
        Enqueue(queue, "group message");
        queue.TryEnqueue(Body("b"), sequenced: true, outboxId: 2);

        Assert.Equal(0, queue.AckedOutboxId);
        queue.TryAcknowledge(2);
        Assert.Equal(1, queue.AckedOutboxId);
        queue.TryAcknowledge(3);
        Assert.Equal(2, queue.AckedOutboxId);
    }

    [Fact]
    public void TakeTail_Restored_ContinuesWhereItWas()
    {
        using OutputPipe first = new OutputPipe().Start();
        SendQueue former = Attached(first);
        Enqueue(former, "a");
        former.TryEnqueue(Body("b"), sequenced: true, outboxId: 7);
        Assert.True(former.TryEnqueue(Body("x"), sequenced: false));
        former.TryAcknowledge(1);

        SessionTail tail = former.TakeTail([new GroupOffset("g", "e", 3)]);
        SendQueue queue = new(Reliable, Wide);
        queue.Restore(tail);
        using OutputPipe second = new OutputPipe().Start();
        queue.Attach(second.Output, Body("hello"));
        queue.TryEnqueue(Body("again"), sequenced: true, outboxId: 7);
        Enqueue(queue, "c");

        Assert.Equal((2UL, 1UL, 7L), (tail.LastSequenceId, tail.AckedSequenceId, tail.LastOutboxId));
        Assert.Equal([new GroupOffset("g", "e", 3)], tail.GroupOffsets);
        Assert.Equal([("hello", null), ("b", 2UL), ("c", 3UL)], Received(second));
        Assert.True(queue.TryAcknowledge(3));
        Assert.Equal(7, queue.AckedOutboxId);
    }

    [Fact]
    public void TryEnqueue_BackedUpOutput_WaitsAndArrivesInOrder()
    {
        using OutputPipe pipe = new OutputPipe(pauseBytes: 256).Start();
        SendQueue queue = Attached(pipe);
        string[] texts = [.. Enumerable.Range(0, 50).Select(number => "message " + number)];

        Enqueue(queue, texts);

        Assert.Equal(texts, pipe.ReadAllRecords().Select(Decode).Select(entry => entry.Text));
    }

    [Fact]
    public void EnqueueReply_BackedUpOutputAndFullQueue_IsKeptInOrder()
    {
        using OutputPipe pipe = new OutputPipe().StartHeld();
        SendQueue queue = Attached(pipe, new SendQueueLimits(1, 1024));
        Enqueue(queue, "a");

        queue.EnqueueReply(Body("reply"));
        pipe.Output.Release();

        Assert.Equal([("a", 1UL), ("reply", null)], Received(pipe));
    }

    private static SendQueue Attached(OutputPipe pipe, SendQueueLimits? limits = null)
    {
        SendQueue queue = new(Reliable, limits ?? Wide);
        queue.Attach(pipe.Output, default);
        return queue;
    }

    private static byte[] Body(string text) => Reliable.Encode(new ServerData(new MessageData(DataKind.Text, Encoding.UTF8.GetBytes(text))));

    private static void Enqueue(SendQueue queue, params string[] texts)
    {
        foreach (string text in texts)
        {
            Assert.True(queue.TryEnqueue(Body(text), sequenced: true));
            queue.Flush();
        }
    }

    private static List<(string Text, ulong? SequenceId)> Received(OutputPipe pipe) => [.. pipe.ReadAllRecords().Select(Decode)];

    private static (string Text, ulong? SequenceId) Decode(byte[] record)
    {
        Assert.Equal(DecodeStatus.Ok, Reliable.DecodeServer(record, out ServerMessage? message, out ulong? sequenceId));
        return (Encoding.UTF8.GetString(Assert.IsType<ServerData>(message).Data.Bytes.Span), sequenceId);
    }
}
