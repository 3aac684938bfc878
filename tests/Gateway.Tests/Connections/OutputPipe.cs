using System.Buffers;
using System.IO.Pipelines;
using Sws.Gateway.Connections;
using Sws.Protocol.Records;
using Sws.Protocol.WebSockets;

namespace Sws.Gateway.Tests.Connections;

/// <summary>A <see cref="ConnectionOutput"/> on a pipe, and the peer that reads and opens what comes out of it.</summary>
internal sealed class OutputPipe : IDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];
    private static readonly byte[] Nonce = [1, 2, 3, 4, 5, 6, 7, 8];

    private readonly Pipe _pipe;
    private readonly RecordOpener _opener = new(Key, Nonce);
    private readonly MessageReader _reader = new(MaskRule.Forbidden, 1024 * 1024);

    /// <param name="pauseBytes">How many unread bytes back the output up.</param>
    public OutputPipe(int pauseBytes = 1024 * 1024)
    {
        _pipe = new Pipe(new PipeOptions(
            pauseWriterThreshold: pauseBytes,
            resumeWriterThreshold: 1,
            readerScheduler: PipeScheduler.Inline,
            writerScheduler: PipeScheduler.Inline,
            useSynchronizationContext: false));
        Output = new ConnectionOutput(_pipe.Writer);
    }

    public ConnectionOutput Output { get; }

    public PipeWriter Writer => _pipe.Writer;

    /// <summary>Switches to records and ends their hold-back at once.</summary>
    public OutputPipe Start()
    {
        StartHeld();
        Output.Release();
        return this;
    }

    /// <summary>Switches to records, held back.</summary>
    public OutputPipe StartHeld()
    {
        Output.StartRecords(new RecordSealer(Key, Nonce));
        return this;
    }

    /// <summary>Reads the frames that were flushed: opcode and, for records, the opened plaintext.</summary>
    public List<(WebSocketOpcode Opcode, byte[] Payload)> ReadFrames()
    {
        List<(WebSocketOpcode, byte[])> frames = [];
        if (!_pipe.Reader.TryRead(out ReadResult result))
        {
            return frames;
        }

        ReadOnlySequence<byte> buffer = result.Buffer;
        while (_reader.TryRead(ref buffer, out ReceivedMessage message) == ReadStatus.Message)
        {
            frames.Add((message.Opcode, message.Opcode == WebSocketOpcode.Binary ? Open(message.Payload.Span) : message.Payload.ToArray()));
        }

        Assert.Null(_reader.Failure);
        _pipe.Reader.AdvanceTo(buffer.Start, buffer.End);
        return frames;
    }

    /// <summary>Reads until nothing more comes, as a peer that catches up.</summary>
    public List<byte[]> ReadAllRecords()
    {
        List<byte[]> records = [];
        while (ReadFrames() is { Count: > 0 } frames)
        {
            records.AddRange(frames.Select(frame => frame.Payload));
        }

        return records;
    }

    public void Dispose()
    {
        Output.Dispose();
        _opener.Dispose();
        _reader.Dispose();
        _pipe.Writer.Complete();
        _pipe.Reader.Complete();
    }

    private byte[] Open(ReadOnlySpan<byte> record)
    {
        byte[] plaintext = new byte[record.Length - RecordSealer.Overhead];
        Assert.True(_opener.TryOpen(record, plaintext), "The record does not open: written out of order or damaged.");
        return plaintext;
    }
}
