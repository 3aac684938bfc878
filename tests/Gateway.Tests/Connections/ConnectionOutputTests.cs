using System.IO.Pipelines;
using Sws.Gateway.Connections;
using Sws.Gateway.Sessions;
using Sws.Protocol;
using Sws.Protocol.WebSockets;
using Sws.Testing;

namespace Sws.Gateway.Tests.Connections;

public class ConnectionOutputTests
{
    [Fact]
    public void TryWriteRecord_Held_NothingUntilRelease()
    {
        using OutputPipe pipe = new OutputPipe().StartHeld();

        Assert.False(pipe.Output.TryWriteRecord(Message(1)));
        pipe.Output.Flush();
        Assert.Empty(pipe.ReadFrames());
        Assert.True(pipe.Output.IsHeld);

        pipe.Output.Release();
        Assert.False(pipe.Output.IsHeld);
        Assert.True(pipe.Output.TryWriteRecord(Message(2)));
        pipe.Output.Flush();
        Assert.Equal([[2]], pipe.ReadAllRecords());
    }

    [Fact]
    public void Release_QueueAttached_WritesWhatWaits()
    {
        using OutputPipe pipe = new OutputPipe().StartHeld();
        SendQueue queue = new(null, new SendQueueLimits(10, 1000));
        queue.Attach(pipe.Output, new byte[] { 9 });
        queue.TryEnqueue(new byte[] { 1 }, sequenced: false);
        queue.Flush();
        Assert.Empty(pipe.ReadFrames());

        pipe.Output.Release();

        Assert.Equal([[9], [1]], pipe.ReadAllRecords());
    }

    [Fact]
    public async Task TryWriteRecord_PeerDoesNotRead_WaitsUntilItDoes()
    {
        using OutputPipe pipe = new OutputPipe(pauseBytes: 64).Start();
        Assert.True(pipe.Output.TryWriteRecord(Message(new byte[100])));
        pipe.Output.Flush();

        Assert.False(pipe.Output.TryWriteRecord(Message(1)));
        Task room = pipe.Output.WaitForRoomAsync();
        Assert.False(room.IsCompleted);

        Assert.Single(pipe.ReadFrames());
        await room.Within(Timeouts.Step, "room after the peer has read");
        Assert.True(pipe.Output.TryWriteRecord(Message(2)));
        pipe.Output.Flush();
        Assert.Equal([[2]], pipe.ReadAllRecords());
    }

    [Fact]
    public void WaitForRoomAsync_Room_CompletedAtOnce()
    {
        using OutputPipe pipe = new OutputPipe().Start();

        Assert.True(pipe.Output.WaitForRoomAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Dispose_WaitingForRoom_EndsTheWait()
    {
        using OutputPipe pipe = new OutputPipe(pauseBytes: 64).Start();
        pipe.Output.TryWriteRecord(Message(new byte[100]));
        pipe.Output.Flush();
        Task room = pipe.Output.WaitForRoomAsync();

        pipe.Output.Dispose();

        await room.Within(Timeouts.Step, "the end of the wait for room");
        Assert.False(pipe.Output.TryWriteRecord(Message(1)));
    }

    [Fact]
    public void WriteClose_ThenMore_CloseIsLast()
    {
        using OutputPipe pipe = new OutputPipe().Start();
        Assert.True(pipe.Output.TryWriteRecord(Message(1)));

        pipe.Output.WriteClose(CloseReason.Draining);
        Assert.False(pipe.Output.TryWriteRecord(Message(2)));
        pipe.Output.WriteFrame(WebSocketOpcode.Ping, default);
        pipe.Output.WriteClose(CloseReason.Normal);
        pipe.Output.Flush();

        List<(WebSocketOpcode Opcode, byte[] Payload)> frames = pipe.ReadFrames();
        Assert.Equal([WebSocketOpcode.Binary, WebSocketOpcode.Close], frames.Select(frame => frame.Opcode));
        Assert.True(ClosePayload.TryParse(frames[1].Payload, out ClosePayload close, out _));
        Assert.Equal(CloseReason.Draining.Code, close.Code);
    }

    [Fact]
    public void WriteClose_BackedUp_ArrivesWhenThePeerReads()
    {
        using OutputPipe pipe = new OutputPipe(pauseBytes: 64).Start();
        pipe.Output.TryWriteRecord(Message(new byte[100]));
        pipe.Output.Flush();

        pipe.Output.WriteClose(CloseReason.SlowConsumer);

        Assert.Equal(WebSocketOpcode.Binary, Assert.Single(pipe.ReadFrames()).Opcode);
        Assert.Equal(WebSocketOpcode.Close, Assert.Single(pipe.ReadFrames()).Opcode);
    }

    [Fact]
    public void WriteFrame_Held_IsWritten()
    {
        using OutputPipe pipe = new OutputPipe().StartHeld();

        pipe.Output.WriteFrame(WebSocketOpcode.Pong, [7]);
        pipe.Output.Flush();

        (WebSocketOpcode opcode, byte[] payload) = Assert.Single(pipe.ReadFrames());
        Assert.Equal(WebSocketOpcode.Pong, opcode);
        Assert.Equal([7], payload);
    }

    [Fact]
    public async Task EndWaits_PeerDoesNotRead_EndsTheWaitAndAllAfterIt()
    {
        using OutputPipe pipe = new OutputPipe(pauseBytes: 64).Start();
        pipe.Output.TryWriteRecord(Message(new byte[100]));
        pipe.Output.Flush();
        Task room = pipe.Output.WaitForRoomAsync();

        pipe.Output.EndWaits();

        await room.Within(Timeouts.Step, "the end of the wait for room");
        Assert.True(pipe.Output.WaitForRoomAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public void Frames_WhileAStreamIsFlushed_AreSentBehindIt()
    {
        // What Kestrel gives for TLS: a writer over a stream, which forgets what is written to it while it flushes.
        GatedStream stream = new();
        using ConnectionOutput output = new(PipeWriter.Create(stream));
        output.WriteFrame(WebSocketOpcode.Text, "hello"u8);
        output.Flush();

        output.WriteFrame(WebSocketOpcode.Pong, [7]);
        output.WriteFrame(WebSocketOpcode.Ping, []);
        output.WriteClose(CloseReason.Draining);
        stream.Gate.SetResult();

        byte[] close = new byte[FrameWriter.MaxHeaderLength + FrameWriter.MaxControlPayload];
        int length = FrameWriter.WriteClose(close, CloseReason.Draining.Code, CloseReason.Draining.Text);
        byte[] expected = [0x81, 5, .. "hello"u8, 0x8A, 1, 7, 0x89, 0, .. close.AsSpan(0, length)];
        Assert.True(SpinWait.SpinUntil(() => stream.Written.Length == expected.Length, Timeouts.Step));
        Assert.Equal(expected, stream.Written);
    }

    [Fact]
    public void TryWriteRecord_BurstLargerThanThePipe_WaitsInTheQueueForTheFlush()
    {
        using OutputPipe pipe = new OutputPipe().Start();
        SendQueue queue = new(null, new SendQueueLimits(100, 1024 * 1024));
        queue.Attach(pipe.Output, default);
        for (byte number = 0; number < 20; number++)
        {
            Assert.True(queue.TryEnqueue(new byte[] { number }.Concat(new byte[16 * 1024]).ToArray(), sequenced: false));
        }

        Assert.InRange(pipe.Writer.UnflushedBytes, 64 * 1024, 96 * 1024);
        queue.Flush();
        Assert.Equal(Enumerable.Range(0, 20), pipe.ReadAllRecords().Select(record => (int)record[0]));
    }

    private static OutgoingMessage Message(params byte[] body) => new(body, null, 0, 0);
}
