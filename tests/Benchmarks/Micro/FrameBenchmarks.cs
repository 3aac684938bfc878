using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using Sws.Protocol.WebSockets;

namespace Sws.Benchmarks.Micro;

/// <summary>One frame out of a buffer, masked as browsers send it or not as node-sws does.</summary>
[SuppressMessage("Design", "CA1001", Justification = "GlobalCleanup disposes.")]
public class FrameBenchmarks
{
    private const uint Mask = 0x1234_5678;

    private readonly MessageReader _reader = new(MaskRule.Optional, 1 << 20);
    private byte[] _frame = null!;

    [Params(256, 4096)]
    public int Size { get; set; }

    [Params(true, false)]
    public bool Masked { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _frame = new byte[FrameWriter.HeaderLength(Size, Masked) + Size];
        FrameWriter.WriteHeader(_frame, WebSocketOpcode.Binary, Size, Masked ? Mask : null);
    }

    [GlobalCleanup]
    public void Cleanup() => _reader.Dispose();

    [Benchmark]
    public int Parse()
    {
        ReadOnlySequence<byte> buffer = new(_frame);
        return _reader.TryRead(ref buffer, out ReceivedMessage message) == ReadStatus.Message ? message.Payload.Length : -1;
    }
}
