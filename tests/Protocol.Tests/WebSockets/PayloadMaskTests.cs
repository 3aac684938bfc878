using Sws.Protocol.WebSockets;

namespace Sws.Protocol.Tests.WebSockets;

public sealed class PayloadMaskTests
{
    private const uint Key = 0x37FA213D;

    private static readonly byte[] KeyBytes = [0x37, 0xFA, 0x21, 0x3D];

    // Lengths on both sides of every vector width, at every alignment within a vector.
    [Fact]
    public void Mask_EveryLengthAndAlignment_EqualsTheByteLoop()
    {
        for (var length = 0; length <= 200; length++)
        {
            for (var start = 0; start < 33; start++)
            {
                var bytes = FramingCases.Bytes(start + length + 7);
                var expected = bytes.ToArray();
                Loop(expected.AsSpan(start, length), 0);

                FrameWriter.Mask(bytes.AsSpan(start, length), Key);

                Assert.True(expected.AsSpan().SequenceEqual(bytes), $"length {length}, start {start}");
            }
        }
    }

    [Fact]
    public void Mask_InPieces_EqualsMaskingAtOnce()
    {
        const int Length = 150;
        var expected = FramingCases.Bytes(Length);
        Loop(expected, 0);
        for (var cut = 0; cut <= Length; cut++)
        {
            var bytes = FramingCases.Bytes(Length);

            FrameWriter.Mask(bytes.AsSpan(0, cut), Key);
            FrameWriter.Mask(bytes.AsSpan(cut), Key, offset: cut);

            Assert.True(expected.AsSpan().SequenceEqual(bytes), $"cut at {cut}");
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(int.MaxValue)]
    public void Mask_LargeOffset_CountsModuloFour(int offset)
    {
        var bytes = FramingCases.Bytes(70);
        var expected = FramingCases.Bytes(70);
        Loop(expected, offset);

        FrameWriter.Mask(bytes, Key, offset);

        Assert.Equal(expected, bytes);
    }

    [Fact]
    public void Mask_Twice_IsTheOriginal()
    {
        var bytes = FramingCases.Bytes(1000);

        FrameWriter.Mask(bytes, Key);
        Assert.NotEqual(FramingCases.Bytes(1000), bytes);
        FrameWriter.Mask(bytes, Key);

        Assert.Equal(FramingCases.Bytes(1000), bytes);
    }

    private static void Loop(Span<byte> bytes, int offset)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= KeyBytes[(int)(((long)offset + i) % 4)];
        }
    }
}
