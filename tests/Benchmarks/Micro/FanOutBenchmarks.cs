using System.Text;
using BenchmarkDotNet.Attributes;
using Sws.Protocol.Crypto;
using Sws.Protocol.Messaging;
using Sws.Protocol.Records;
using Sws.Protocol.WebSockets;

namespace Sws.Benchmarks.Micro;

/// <summary>The CPU of a delivery without sockets: header, sequence id and seal, per member of a group of 1000.</summary>
public class FanOutBenchmarks
{
    private const int Members = 1000;

    private readonly IMessageCodec _codec = MessageCodecs.Get("protobuf.reliable.webpubsub.azure.v1")!;
    private readonly byte[] _frame = new byte[8192];
    private RecordSealer[] _sealers = null!;
    private GroupMessage _message = null!;

    [Params(256, 4096)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        byte[] key = new byte[32];
        SecureRandom.Fill(key);
        _sealers = [.. Enumerable.Range(0, Members).Select(_ => new RecordSealer(key, key.AsSpan(0, 8)))];
        _message = new GroupMessage("room.7", "user", new MessageData(DataKind.Text, Encoding.ASCII.GetBytes(new string('x', Size))), null);
    }

    [GlobalCleanup]
    public void Cleanup() => Array.ForEach(_sealers, sealer => sealer.Dispose());

    [Benchmark(OperationsPerInvoke = Members)]
    public int EncodeAndSeal()
    {
        byte[] body = _codec.Encode(_message);
        int written = 0;
        foreach (RecordSealer sealer in _sealers)
        {
            int length = _codec.SequencedLength(body, 7) + RecordSealer.Overhead;
            int header = FrameWriter.WriteHeader(_frame, WebSocketOpcode.Binary, length);
            Span<byte> record = _frame.AsSpan(header, length);
            _codec.WriteSequenced(body, 7, record[RecordSealer.Overhead..]);
            sealer.Seal(record);
            written += header + length;
        }

        return written;
    }
}
