using System.Net;
using Microsoft.Extensions.Time.Testing;
using Sws.Gateway.Limits;

namespace Sws.Gateway.Tests.Limits;

public class AddressRateLimiterTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryAcquire_BurstUsedUp_RefusedUntilTokensCome()
    {
        AddressRateLimiter limiter = Limiter(perSecond: 2, burst: 3);
        IPAddress address = IPAddress.Parse("192.0.2.1");

        Assert.Equal(3, Taken(limiter, address));
        _time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.Equal(0, Taken(limiter, address));
        _time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.Equal(1, Taken(limiter, address));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(3, Taken(limiter, address));
    }

    [Fact]
    public void TryAcquire_IPv6OfOnePrefix_ShareABucket()
    {
        AddressRateLimiter limiter = Limiter(perSecond: 1, burst: 2);

        Assert.Equal(2, Taken(limiter, IPAddress.Parse("2001:db8:1:2::1")));
        Assert.Equal(0, Taken(limiter, IPAddress.Parse("2001:db8:1:2:ffff::9")));
    }

    [Fact]
    public void TryAcquire_ManyAddresses_MostHaveABucketOfTheirOwn()
    {
        // Hashes are seeded per process, so a few of a hundred may meet in one of 16384 buckets.
        AddressRateLimiter limiter = Limiter(perSecond: 1, burst: 1);

        int admitted = Enumerable.Range(0, 100).Count(number => limiter.TryAcquire(new IPAddress([192, 0, 2, (byte)number])));

        Assert.InRange(admitted, 90, 100);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void TryAcquire_Loopback_NeverRefused(string address) =>
        Assert.Equal(100, Taken(Limiter(perSecond: 1, burst: 1), IPAddress.Parse(address)));

    private static int Taken(AddressRateLimiter limiter, IPAddress address) => Enumerable.Range(0, 100).Count(_ => limiter.TryAcquire(address));

    private AddressRateLimiter Limiter(int perSecond, int burst) => new(new AdmissionLimits(10, 10, perSecond, burst), _time);
}
