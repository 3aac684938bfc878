using System.IO.Pipelines;
using Sws.Protocol.Messaging;
using Sws.Protocol.WebSockets;

namespace Sws.Benchmarks;

/// <summary>The way out of one plaintext connection.</summary>
internal sealed class PlainClient(PipeWriter writer)
{
    private readonly Lock _gate = new();
    private ulong _nextSequence = 1;

    public void SendSequenced(byte[] body)
    {
        lock (_gate)
        {
            ulong id = _nextSequence++;
            int length = PlainHub.Codec.SequencedLength(body, id);
            Span<byte> span = Frame(length);
            PlainHub.Codec.WriteSequenced(body, id, span[^length..]);
            Flush(span.Length);
        }
    }

    public void Send(ServerMessage message)
    {
        byte[] body = PlainHub.Codec.Encode(message);
        lock (_gate)
        {
            Span<byte> span = Frame(body.Length);
            body.CopyTo(span[^body.Length..]);
            Flush(span.Length);
        }
    }

    public void Answer(WebSocketOpcode opcode, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            Span<byte> span = writer.GetSpan(FrameWriter.MaxHeaderLength + payload.Length);
            int header = FrameWriter.WriteHeader(span, opcode, payload.Length);
            payload.CopyTo(span[header..]);
            Flush(header + payload.Length);
        }
    }

    private Span<byte> Frame(int length)
    {
        int header = FrameWriter.HeaderLength(length, masked: false);
        Span<byte> span = writer.GetSpan(header + length)[..(header + length)];
        FrameWriter.WriteHeader(span, WebSocketOpcode.Binary, length);
        return span;
    }

    private void Flush(int length)
    {
        writer.Advance(length);
        // Benchmark clients read; nobody waits for one that does not.
        ValueTask<FlushResult> flush = writer.FlushAsync();
        if (flush.IsCompletedSuccessfully)
        {
            _ = flush.Result;
        }
        else
        {
            _ = flush.AsTask();
        }
    }
}
