using Sws.Gateway.Trust;

namespace Sws.Gateway.Tests.Trust;

public class HelloGuardTests
{
    [Fact]
    public void TryAdmit_SameHelloAgain_Refused()
    {
        HelloGuard guard = new(8);

        Assert.True(guard.TryAdmit(Digest(1)));
        Assert.True(guard.TryAdmit(Digest(2)));
        Assert.False(guard.TryAdmit(Digest(1)));
    }

    [Fact]
    public void TryAdmit_DigestsThatDifferInOneByte_BothAdmitted()
    {
        HelloGuard guard = new(32);
        for (int index = 0; index < 16; index++)
        {
            byte[] digest = new byte[16];
            digest[index] = 1;
            Assert.True(guard.TryAdmit(digest));
        }
    }

    [Fact]
    public void TryAdmit_Full_AdmitsNothing()
    {
        HelloGuard guard = new(2);
        guard.TryAdmit(Digest(1));
        Assert.False(guard.IsFull);
        guard.TryAdmit(Digest(2));

        Assert.True(guard.IsFull);
        Assert.False(guard.TryAdmit(Digest(3)));
        Assert.False(guard.TryAdmit(Digest(1)));
    }

    [Fact]
    public void IsNearlyFull_AtThreeQuarters_True()
    {
        HelloGuard guard = new(8);
        for (byte number = 1; number <= 5; number++)
        {
            guard.TryAdmit(Digest(number));
        }

        Assert.False(guard.IsNearlyFull);
        guard.TryAdmit(Digest(6));
        Assert.True(guard.IsNearlyFull);
    }

    private static byte[] Digest(byte number) => [number, .. new byte[15]];
}
