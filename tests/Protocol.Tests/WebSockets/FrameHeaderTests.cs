using System.Buffers;
using System.Buffers.Binary;
using Sws.Protocol.WebSockets;

namespace Sws.Protocol.Tests.WebSockets;

public sealed class FrameHeaderTests
{
    private const int Limit = 1 << 20;

    /// <summary>Every pair of first bytes, against the rules of RFC 6455 written down a second time.</summary>
    [Theory]
    [InlineData(MaskRule.Required, false)]
    [InlineData(MaskRule.Required, true)]
    [InlineData(MaskRule.Optional, false)]
    [InlineData(MaskRule.Optional, true)]
    [InlineData(MaskRule.Forbidden, false)]
    [InlineData(MaskRule.Forbidden, true)]
    public void Parse_EveryPairOfFirstBytes_FollowsTheRfc(MaskRule rule, bool inMessage)
    {
        var rules = new FrameRules(rule, inMessage, Limit);
        for (var first = 0; first < 256; first++)
        {
            for (var second = 0; second < 256; second++)
            {
                var status = FrameHeader.Parse([(byte)first, (byte)second], in rules, out var header, out var failure);

                var expected = Judge(first, second, rule, inMessage);
                Assert.True(expected == failure, $"{first:X2} {second:X2}: {failure}, not {expected}");
                var whole = failure is null && second < 126; // No mask, no further length.
                Assert.Equal(failure is not null ? ReadStatus.Failed : whole ? ReadStatus.Message : ReadStatus.NeedMoreData, status);
                if (whole)
                {
                    Assert.Equal(first >= 128, header.Fin);
                    Assert.Equal(first & 15, (int)header.Opcode);
                    Assert.Equal(second, header.PayloadLength);
                    Assert.Equal(2, header.Length);
                }
            }
        }
    }

    private static CloseReason? Judge(int first, int second, MaskRule rule, bool inMessage)
    {
        var (fin, opcode, masked, length) = (first / 128 == 1, first % 16, second / 128 == 1, second % 128);
        if (first / 16 % 8 != 0)
        {
            return CloseReason.FrameReservedBits;
        }
        if (opcode is not (0 or 1 or 2 or 8 or 9 or 10))
        {
            return CloseReason.FrameOpcode;
        }
        if (opcode == 0 && !inMessage)
        {
            return CloseReason.FrameContinuation;
        }
        if (opcode is 1 or 2 && inMessage)
        {
            return CloseReason.FrameInterleaved;
        }
        if (opcode >= 8 && !fin)
        {
            return CloseReason.FrameControlFragmented;
        }
        if (rule == MaskRule.Required && !masked)
        {
            return CloseReason.FrameUnmasked;
        }
        if (rule == MaskRule.Forbidden && masked)
        {
            return CloseReason.FrameMasked;
        }
        return opcode >= 8 && length > 125 ? CloseReason.FrameControlTooLong : null;
    }

    [Theory]
    [InlineData(false, 126)]
    [InlineData(true, 126)]
    [InlineData(false, 65535)]
    [InlineData(true, 65535)]
    public void Parse_SixteenBitLength_IsRead(bool masked, int length) =>
        AssertRead([0x82, Second(masked, 126), .. Wide((ulong)length, 2)], masked, length);

    [Theory]
    [InlineData(false, 65536)]
    [InlineData(true, 65536)]
    [InlineData(false, Limit)]
    [InlineData(true, Limit)]
    public void Parse_SixtyFourBitLength_IsRead(bool masked, int length) =>
        AssertRead([0x82, Second(masked, 127), .. Wide((ulong)length, 8)], masked, length);

    [Theory]
    [InlineData(false, 126, 0)]
    [InlineData(true, 126, 0)]
    [InlineData(false, 126, 125)]
    [InlineData(true, 126, 125)]
    [InlineData(false, 127, 0)]
    [InlineData(true, 127, 0)]
    [InlineData(false, 127, 125)]
    [InlineData(true, 127, 125)]
    [InlineData(false, 127, 65535)]
    [InlineData(true, 127, 65535)]
    [InlineData(false, 127, 1UL << 63)]
    [InlineData(true, 127, 1UL << 63)]
    [InlineData(false, 127, ulong.MaxValue)]
    [InlineData(true, 127, ulong.MaxValue)]
    public void Parse_LengthNotInShortestFormOrTooLarge_IsRefused(bool masked, byte form, ulong length) =>
        AssertRefused([0x82, Second(masked, form), .. Wide(length, form == 126 ? 2 : 8)], CloseReason.FrameLength);

    [Theory]
    [InlineData(false, Limit + 1)]
    [InlineData(true, Limit + 1)]
    [InlineData(false, int.MaxValue)]
    [InlineData(true, int.MaxValue)]
    [InlineData(false, 1L << 32)] // Its low half is zero.
    [InlineData(true, 1L << 32)]
    [InlineData(false, long.MaxValue)]
    [InlineData(true, long.MaxValue)]
    public void Parse_LengthOverTheLimit_IsRefusedBeforeTheMaskKey(bool masked, long length) =>
        AssertRefused([0x82, Second(masked, 127), .. Wide((ulong)length, 8)], CloseReason.MessageTooBig);

    [Theory]
    [InlineData(false, 5)]
    [InlineData(true, 5)]
    [InlineData(false, 126)]
    [InlineData(true, 126)]
    [InlineData(false, 70000)]
    [InlineData(true, 70000)]
    public void Parse_CutAnywhere_NeedsMore(bool masked, int length)
    {
        var bytes = new byte[14];
        var whole = FrameWriter.WriteHeader(bytes, WebSocketOpcode.Binary, length, masked ? 0x01020304 : null);
        var rules = new FrameRules(MaskRule.Optional, false, Limit);

        for (var cut = 0; cut < whole; cut++)
        {
            Assert.Equal(ReadStatus.NeedMoreData, FrameHeader.Parse(bytes.AsSpan(0, cut), in rules, out _, out var failure));
            Assert.Null(failure);
        }
        Assert.Equal(ReadStatus.Message, FrameHeader.Parse(bytes.AsSpan(0, whole), in rules, out _, out _));
    }

    /// <summary>The reader refuses with the first byte that shows a mistake, and consumes nothing.</summary>
    [Theory]
    [InlineData("C2", MaskRule.Optional, "frame_reserved_bits")]
    [InlineData("83", MaskRule.Optional, "frame_opcode")]
    [InlineData("80", MaskRule.Optional, "frame_continuation")]
    [InlineData("09", MaskRule.Optional, "frame_control_fragmented")]
    [InlineData("827E", MaskRule.Required, "frame_unmasked")]
    [InlineData("8205", MaskRule.Required, "frame_unmasked")]
    [InlineData("8285", MaskRule.Forbidden, "frame_masked")]
    [InlineData("89FE", MaskRule.Optional, "frame_control_too_long")]
    [InlineData("887F", MaskRule.Optional, "frame_control_too_long")]
    [InlineData("827E007D", MaskRule.Optional, "frame_length")]
    [InlineData("82FE007D", MaskRule.Optional, "frame_length")]
    [InlineData("827F0000000000100001", MaskRule.Optional, "message_too_big")]
    [InlineData("82FF0000000000100001", MaskRule.Optional, "message_too_big")]
    public void TryRead_FirstTellingByte_FailsAtOnce(string hex, MaskRule rule, string tag)
    {
        var bytes = Convert.FromHexString(hex);
        using var reader = new MessageReader(rule, Limit);
        var before = new ReadOnlySequence<byte>(bytes, 0, bytes.Length - 1);
        var after = new ReadOnlySequence<byte>(bytes);

        Assert.Equal(ReadStatus.NeedMoreData, reader.TryRead(ref before, out _));
        Assert.Null(reader.Failure);
        Assert.Equal(ReadStatus.Failed, reader.TryRead(ref after, out _));

        Assert.Equal(tag, reader.Failure?.Tag);
        Assert.Equal(bytes.Length, after.Length);
    }

    private static void AssertRead(byte[] withoutKey, bool masked, int length)
    {
        byte[] bytes = masked ? [.. withoutKey, 0xA1, 0xB2, 0xC3, 0xD4] : withoutKey;
        var rules = new FrameRules(masked ? MaskRule.Required : MaskRule.Forbidden, false, Limit);

        Assert.Equal(ReadStatus.Message, FrameHeader.Parse([.. bytes, 0xEE], in rules, out var header, out var failure));

        Assert.Null(failure);
        Assert.Equal(bytes.Length, header.Length);
        Assert.Equal(length, header.PayloadLength);
        Assert.Equal(masked, header.Masked);
        Assert.Equal(masked ? 0xA1B2C3D4 : 0, header.MaskKey);
        Assert.Equal(WebSocketOpcode.Binary, header.Opcode);
        Assert.True(header.Fin);
    }

    private static void AssertRefused(byte[] bytes, CloseReason expected)
    {
        var rules = new FrameRules(MaskRule.Optional, false, Limit);

        Assert.Equal(ReadStatus.Failed, FrameHeader.Parse(bytes, in rules, out _, out var failure));

        Assert.Same(expected, failure);
    }

    private static byte Second(bool masked, byte length) => (byte)(masked ? length | 0x80 : length);

    private static byte[] Wide(ulong value, int bytes)
    {
        var wide = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(wide, value);
        return wide[^bytes..];
    }
}
