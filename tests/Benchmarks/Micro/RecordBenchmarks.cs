using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using Sws.Protocol.Crypto;
using Sws.Protocol.Records;

namespace Sws.Benchmarks.Micro;

/// <summary>One record sealed, or sealed and opened: every record has a number of its own, so opening alone cannot be repeated.</summary>
[SuppressMessage("Design", "CA1001", Justification = "GlobalCleanup disposes.")]
public class RecordBenchmarks
{
    private RecordSealer _sealer = null!;
    private RecordOpener _opener = null!;
    private RecordSealer _pairedSealer = null!;
    private byte[] _record = null!;
    private byte[] _plaintext = null!;

    [Params(256, 4096)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        byte[] key = new byte[32];
        SecureRandom.Fill(key);
        _sealer = new RecordSealer(key, key.AsSpan(0, 8));
        _pairedSealer = new RecordSealer(key, key.AsSpan(8, 8));
        _opener = new RecordOpener(key, key.AsSpan(8, 8));
        _record = new byte[Size + RecordSealer.Overhead];
        _plaintext = new byte[Size];
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _sealer.Dispose();
        _pairedSealer.Dispose();
        _opener.Dispose();
    }

    [Benchmark]
    public void Seal() => _sealer.Seal(_record);

    [Benchmark]
    public bool SealAndOpen()
    {
        _pairedSealer.Seal(_record);
        return _opener.TryOpen(_record, _plaintext);
    }
}
