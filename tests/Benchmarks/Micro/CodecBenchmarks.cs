using System.Text;
using BenchmarkDotNet.Attributes;
using Sws.Protocol.Messaging;

namespace Sws.Benchmarks.Micro;

/// <summary>A publish of 256 bytes as the gateway meets it: decoded once, encoded once, given a sequence id per member.</summary>
public class CodecBenchmarks
{
    private IMessageCodec _codec = null!;
    private byte[] _publish = null!;
    private byte[] _body = null!;
    private byte[] _sequenced = null!;
    private GroupMessage _message = null!;

    [Params("json.reliable.webpubsub.azure.v1", "protobuf.reliable.webpubsub.azure.v1")]
    public string Protocol { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _codec = MessageCodecs.Get(Protocol)!;
        MessageData data = new(DataKind.Text, Encoding.ASCII.GetBytes(new string('x', 256)));
        _publish = _codec.EncodeClient(new SendToGroup("room.7", data, true, 42));
        _message = new GroupMessage("room.7", "user", data, null);
        _body = _codec.Encode(_message);
        _sequenced = new byte[_codec.SequencedLength(_body, 123_456)];
    }

    [Benchmark]
    public DecodeStatus DecodePublish() => _codec.Decode(_publish, out _);

    [Benchmark]
    public byte[] EncodeForAll() => _codec.Encode(_message);

    [Benchmark]
    public void WriteForOneMember() => _codec.WriteSequenced(_body, 123_456, _sequenced);
}
