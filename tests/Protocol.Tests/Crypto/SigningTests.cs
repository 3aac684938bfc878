using System.Numerics;
using System.Text;
using Sws.Protocol.Crypto;

namespace Sws.Protocol.Tests.Crypto;

public sealed class SigningTests
{
    /// <summary>RFC 8032, section 7.1, tests 1 to 3: seed, public key, message, signature.</summary>
    public static TheoryData<string, string, string, string> Rfc8032 => new()
    {
        {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            string.Empty,
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        },
        {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        },
        {
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        },
    };

    [Theory]
    [MemberData(nameof(Rfc8032))]
    public void Sign_Rfc8032_GivesPublishedSignature(string seed, string publicKey, string message, string signature)
    {
        using SigningKeyPair pair = SigningKeyPair.FromSeed(Hex.Bytes(seed));
        byte[] actual = new byte[Signing.SignatureBytes];

        pair.Sign(Hex.Bytes(message), actual);

        Assert.Equal(publicKey, Hex.Of(pair.PublicKey));
        Assert.Equal(signature, Hex.Of(actual));
        Assert.True(Signing.Verify(Hex.Bytes(message), actual, pair.PublicKey));
    }

    [Theory]
    [MemberData(nameof(Rfc8032))]
    public void Verify_AnyByteChanged_Refuses(string seed, string publicKey, string message, string signature)
    {
        Assert.NotEmpty(seed);
        byte[][] parts = [Hex.Bytes(message), Hex.Bytes(signature), Hex.Bytes(publicKey)];
        foreach (byte[] part in parts)
        {
            for (int i = 0; i < part.Length; i++)
            {
                part[i] ^= 1;
                Assert.False(Signing.Verify(parts[0], parts[1], parts[2]));
                part[i] ^= 1;
            }
        }

        Assert.True(Signing.Verify(parts[0], parts[1], parts[2]));
    }

    [Fact]
    public void Verify_MalleatedSignature_Refuses()
    {
        // S + L verifies wherever S is not checked against the group order L = 2^252 + 27742317777372353535851937790883648493.
        BigInteger order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", null);
        using SigningKeyPair pair = SigningKeyPair.Generate();
        byte[] message = Encoding.UTF8.GetBytes("message");
        byte[] signature = new byte[64];
        pair.Sign(message, signature);
        BigInteger malleated = new BigInteger(signature.AsSpan(32), isUnsigned: true) + order;
        signature.AsSpan(32).Clear();

        Assert.True(malleated.TryWriteBytes(signature.AsSpan(32), out _, isUnsigned: true));
        Assert.False(Signing.Verify(message, signature, pair.PublicKey));
    }

    [Fact]
    public void Verify_IdentityKeyAndItsUniversalSignature_Refuses()
    {
        // With the key 01 00…00, R = 01 00…00 and S = 0 satisfy the equation for every message.
        byte[] identity = [1, .. new byte[31]];
        byte[] signature = [.. identity, .. new byte[32]];

        Assert.False(Signing.Verify("any"u8, signature, identity));
    }

    [Theory]
    [InlineData(0, 32)]
    [InlineData(63, 32)]
    [InlineData(65, 32)]
    [InlineData(64, 0)]
    [InlineData(64, 31)]
    [InlineData(64, 33)]
    public void Verify_WrongLengthsOfThePeers_RefusesWithoutThrowing(int signatureLength, int keyLength) =>
        Assert.False(Signing.Verify("any"u8, new byte[signatureLength], new byte[keyLength]));

    [Fact]
    public void TryFromSecretKey_Copied_SignsTheSame()
    {
        using SigningKeyPair pair = SigningKeyPair.Generate();
        byte[] secret = new byte[64];
        pair.CopySecretKey(secret);

        Assert.True(SigningKeyPair.TryFromSecretKey(secret, out SigningKeyPair? rebuilt));
        byte[][] signatures = [new byte[64], new byte[64], new byte[64]];
        pair.Sign("x"u8, signatures[0]);
        rebuilt!.Sign("x"u8, signatures[1]);
        Signing.Sign("x"u8, secret, signatures[2]);
        rebuilt.Dispose();
        Assert.Equal(signatures[0], signatures[1]);
        Assert.Equal(signatures[0], signatures[2]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(63)]
    public void TryFromSecretKey_HalvesDisagree_Refuses(int changed)
    {
        using SigningKeyPair pair = SigningKeyPair.Generate();
        byte[] secret = new byte[64];
        pair.CopySecretKey(secret);
        secret[changed] ^= 1;

        Assert.False(SigningKeyPair.TryFromSecretKey(secret, out SigningKeyPair? rebuilt));
        Assert.Null(rebuilt);
        Assert.False(SigningKeyPair.TryFromSecretKey(secret.AsSpan(1), out _));
    }

    [Fact]
    public void Dispose_ThenUse_Throws()
    {
        SigningKeyPair pair = SigningKeyPair.Generate();
        pair.Dispose();

        Assert.Throws<ObjectDisposedException>(() => pair.Sign("x"u8, new byte[64]));
        Assert.Throws<ObjectDisposedException>(() => pair.CopySecretKey(new byte[64]));
        Assert.Equal("SigningKeyPair", pair.ToString());
    }

    [Fact]
    public void Calls_WrongLengthsOfOurs_Throw()
    {
        using SigningKeyPair pair = SigningKeyPair.Generate();

        Assert.Throws<ArgumentException>(() => SigningKeyPair.FromSeed(new byte[64]));
        Assert.Throws<ArgumentException>(() => pair.Sign("x"u8, new byte[63]));
        Assert.Throws<ArgumentException>(() => pair.CopySecretKey(new byte[32]));
        Assert.Throws<ArgumentException>(() => Signing.Sign("x"u8, new byte[32], new byte[64]));
    }
}
