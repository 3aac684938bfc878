using Sws.Protocol.WebSockets;

namespace Sws.Protocol.Tests.WebSockets;

public sealed class ClosePayloadTests
{
    [Fact]
    public void TryParse_Empty_HasNoCode()
    {
        Assert.True(ClosePayload.TryParse([], out var payload, out var failure));

        Assert.Null(payload.Code);
        Assert.Null(failure);
    }

    [Fact]
    public void TryParse_OneByte_IsRefused() => AssertRefused([0x03], CloseReason.ClosePayload);

    [Fact]
    public void TryParse_EveryCode_IsAcceptedWhereItMayBeSent()
    {
        int[] registered = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014];
        for (var code = 0; code <= ushort.MaxValue; code++)
        {
            var expected = registered.Contains(code) || code is >= 3000 and <= 4999;

            var parsed = ClosePayload.TryParse([(byte)(code >> 8), (byte)code], out var payload, out var failure);

            Assert.True(expected == parsed, $"code {code}");
            Assert.Equal(expected ? (ushort)code : null, payload.Code);
            Assert.Same(expected ? null : CloseReason.ClosePayload, failure);
        }
    }

    [Fact]
    public void TryParse_ReasonAtTheLimit_IsReadUpTo123()
    {
        Assert.True(ClosePayload.TryParse([0x0F, 0xA0, .. FramingCases.Letters(122)], out _, out _));
        Assert.True(ClosePayload.TryParse([0x0F, 0xA0, .. FramingCases.Letters(123)], out var payload, out _));
        Assert.Equal((ushort)4000, payload.Code);
        AssertRefused([0x0F, 0xA0, .. FramingCases.Letters(124)], CloseReason.ClosePayload);
    }

    public static TheoryData<string> Sequences => new(Utf8Cases.Sequences.Keys);

    [Theory, MemberData(nameof(Sequences))]
    public void TryParse_Reason_IsCheckedAsUtf8(string id)
    {
        var (valid, bytes) = Utf8Cases.Sequences[id];

        var parsed = ClosePayload.TryParse([0x03, 0xE8, .. bytes], out var payload, out var failure);

        Assert.Equal(valid, parsed);
        Assert.Equal(valid ? (ushort)1000 : null, payload.Code);
        Assert.Same(valid ? null : CloseReason.TextNotUtf8, failure);
    }

    private static void AssertRefused(byte[] bytes, CloseReason expected)
    {
        Assert.False(ClosePayload.TryParse(bytes, out var payload, out var failure));
        Assert.Null(payload.Code);
        Assert.Same(expected, failure);
    }
}
