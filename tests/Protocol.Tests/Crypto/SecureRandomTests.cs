using Sws.Protocol.Crypto;

namespace Sws.Protocol.Tests.Crypto;

public sealed class SecureRandomTests
{
    [Fact]
    public void Fill_Twice_GivesDifferentBytesInTheWholeSpanOnly()
    {
        byte[] first = new byte[64];
        byte[] second = new byte[64];

        SecureRandom.Fill(first.AsSpan(16, 32));
        SecureRandom.Fill(second.AsSpan(16, 32));

        Assert.NotEqual(first, second);
        Assert.All(first[..16].Concat(first[48..]), value => Assert.Equal(0, value));
        Assert.NotEqual(new byte[8], first[16..24]);
        Assert.NotEqual(new byte[8], first[40..48]);
    }

    [Fact]
    public void Fill_Empty_DoesNothing() => Assert.Null(Record.Exception(() => SecureRandom.Fill([])));
}
