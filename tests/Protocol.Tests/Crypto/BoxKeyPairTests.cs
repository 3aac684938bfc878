using Sws.Protocol.Crypto;

namespace Sws.Protocol.Tests.Crypto;

public sealed class BoxKeyPairTests
{
    // RFC 7748, section 6.1. Their crypto_box_beforenm is the "first key" of "Cryptography in NaCl", section 8.
    private const string AliceSecret = "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a";
    private const string AlicePublic = "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a";
    private const string BobSecret = "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb";
    private const string BobPublic = "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f";
    private const string SharedKey = "1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389";

    public static TheoryData<string> LowOrder => [.. LowOrderKeys.All];

    [Theory]
    [InlineData(AliceSecret, AlicePublic)]
    [InlineData(BobSecret, BobPublic)]
    public void FromSecretKey_Rfc7748_DerivesPublishedPublicKey(string secret, string expected)
    {
        using BoxKeyPair pair = BoxKeyPair.FromSecretKey(Hex.Bytes(secret));

        Assert.Equal(expected, Hex.Of(pair.PublicKey));
    }

    [Theory]
    [InlineData(AliceSecret, BobPublic)]
    [InlineData(BobSecret, AlicePublic)]
    public void TryShare_NaclExample_GivesPublishedKey(string secret, string peer)
    {
        using BoxKeyPair pair = BoxKeyPair.FromSecretKey(Hex.Bytes(secret));
        byte[] shared = new byte[32];

        Assert.True(pair.TryShare(Hex.Bytes(peer), shared));
        Assert.Equal(SharedKey, Hex.Of(shared));
    }

    [Theory]
    [MemberData(nameof(LowOrder))]
    public void TryShare_LowOrderKey_RefusesAndZeroes(string peer)
    {
        using BoxKeyPair pair = BoxKeyPair.Generate();
        byte[] shared = new byte[32];
        Array.Fill(shared, (byte)0xaa);

        Assert.False(pair.TryShare(Hex.Bytes(peer), shared));
        Assert.All(shared, value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", true)]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00", true)]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", true)]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", false)]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", false)]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", false)]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f7f", true)]
    [InlineData("ffffffffffffffff00ffffffffffffffffffffffffffffffffffffffffffff7f", true)]
    [InlineData("ffffffffffffffffffffffffffffff00ffffffffffffffffffffffffffffff7f", true)]
    [InlineData("ffffffffffffffffffffffffffffffff00ffffffffffffffffffffffffffff7f", true)]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000080", false)]
    [InlineData("0900000000000000000000000000000000000000000000000000000000000080", false)]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false)]
    [InlineData("09", false)]
    [InlineData("", false)]
    public void IsCanonical_Encodings_OnlyBelowP(string key, bool expected) =>
        Assert.Equal(expected, BoxKeyPair.IsCanonical(Hex.Bytes(key)));

    [Fact]
    public void Generate_Twice_GivesDifferentCanonicalPairs()
    {
        using BoxKeyPair first = BoxKeyPair.Generate();
        using BoxKeyPair second = BoxKeyPair.Generate();

        Assert.False(first.PublicKey.SequenceEqual(second.PublicKey));
        Assert.True(BoxKeyPair.IsCanonical(first.PublicKey));
    }

    [Fact]
    public void CopySecretKey_Generated_RebuildsTheSamePair()
    {
        using BoxKeyPair pair = BoxKeyPair.Generate();
        byte[] secret = new byte[32];
        pair.CopySecretKey(secret);

        using BoxKeyPair rebuilt = BoxKeyPair.FromSecretKey(secret);

        Assert.True(pair.PublicKey.SequenceEqual(rebuilt.PublicKey));
    }

    [Fact]
    public void Dispose_ThenUse_Throws()
    {
        BoxKeyPair pair = BoxKeyPair.Generate();
        pair.Dispose();
        pair.Dispose();

        Assert.Throws<ObjectDisposedException>(() => pair.TryShare(Hex.Bytes(BobPublic), new byte[32]));
        Assert.Throws<ObjectDisposedException>(() => pair.CopySecretKey(new byte[32]));
    }

    [Fact]
    public void Calls_WrongLengthsOfOurs_Throw()
    {
        using BoxKeyPair pair = BoxKeyPair.Generate();

        Assert.Throws<ArgumentException>(() => BoxKeyPair.FromSecretKey(new byte[31]));
        Assert.Throws<ArgumentException>(() => pair.TryShare(new byte[33], new byte[32]));
        Assert.Throws<ArgumentException>(() => pair.TryShare(Hex.Bytes(BobPublic), new byte[16]));
        Assert.Throws<ArgumentException>(() => pair.CopySecretKey(new byte[64]));
    }

    [Fact]
    public void ToString_Pair_SaysNothingOfTheKey()
    {
        using BoxKeyPair pair = BoxKeyPair.Generate();

        Assert.Equal("BoxKeyPair", pair.ToString());
    }
}
