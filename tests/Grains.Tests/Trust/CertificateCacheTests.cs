using Sws.Grains.Trust;

namespace Sws.Grains.Tests.Trust;

public sealed class CertificateCacheTests
{
    [Fact]
    public void Add_WithoutEnd_StaysBounded()
    {
        CertificateCache cache = new();
        for (int number = 0; number < 20_000; number++)
        {
            cache.Add(CertificateCache.KeyOf(BitConverter.GetBytes(number)), null!);
        }

        Assert.InRange(cache.Count, 2048, 4096);
    }

    [Fact]
    public void Find_WhatIsAskedForAgainAndAgain_StaysThere()
    {
        CertificateCache cache = new();
        VerifiedCertificate wanted = new(null!, null!, [], null!);
        (UInt128, UInt128) key = CertificateCache.KeyOf("wanted"u8);
        cache.Add(key, wanted);
        for (int number = 0; number < 20_000; number++)
        {
            cache.Add(CertificateCache.KeyOf(BitConverter.GetBytes(number)), null!);
            if (number % 1000 == 0)
            {
                Assert.Same(wanted, cache.Find(key));
            }
        }
    }
}
