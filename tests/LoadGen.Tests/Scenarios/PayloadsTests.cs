using Sws.LoadGen.Connections;
using Sws.LoadGen.Measuring;
using Sws.LoadGen.Scenarios;

namespace Sws.LoadGen.Tests.Scenarios;

public sealed class PayloadsTests
{
    private readonly Payloads _payloads = new(size: 100, seed: 1, runTag: 7);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(3, 1L << 40, 123_456_789_012)]
    [InlineData(int.MaxValue, long.MaxValue, long.MaxValue)]
    public void Read_WhatWasMade_IsTheSame(int sender, long sequence, long ticks)
    {
        Assert.Null(_payloads.Read(_payloads.Make(sender, sequence, ticks), out var header));
        Assert.Equal(new PayloadHeader(7, sender, sequence, ticks), header);
    }

    [Fact]
    public void Read_AnyByteOfTheBodyAltered_IsNamed()
    {
        for (var index = PayloadHeader.Length; index < 100; index++)
        {
            var payload = _payloads.Make(3, 5, 8).ToArray();
            payload[index] ^= 0x10;

            Assert.Equal(ConnectionError.PayloadAltered, _payloads.Read(payload, out _));
        }
    }

    [Fact]
    public void Read_OtherLength_IsNamed()
    {
        var payload = _payloads.Make(3, 5, 8).ToArray();

        Assert.Equal(ConnectionError.PayloadAltered, _payloads.Read(payload.AsSpan(0, 99), out _));
        Assert.Equal(ConnectionError.PayloadAltered, _payloads.Read([.. payload, 0], out _));
    }

    [Fact]
    public void Read_HeaderOfOneMessageWithTheBodyOfAnother_IsNamed()
    {
        var payload = _payloads.Make(3, 5, 8).ToArray();
        new PayloadHeader(7, 3, 6, 8).Write(payload);

        Assert.Equal(ConnectionError.PayloadAltered, _payloads.Read(payload, out _));
    }

    [Fact]
    public void Read_AnotherRun_IsNotOurs() =>
        Assert.Equal(ConnectionError.UnexpectedPayload, _payloads.Read(new Payloads(size: 100, seed: 1, runTag: 8).Make(3, 5, 8), out _));

    [Fact]
    public void Read_SmallestPayload_HasNoBody()
    {
        var smallest = new Payloads(PayloadHeader.Length, seed: 1, runTag: 7);

        Assert.Null(smallest.Read(smallest.Make(3, 5, 8), out _));
    }
}
