using Sws.Protocol.Crypto;

namespace Sws.Protocol.Tests.Crypto;

public sealed class SecretBoxTests
{
    // The worked example of "Cryptography in NaCl" (D. J. Bernstein, 2009), section 9; also tests/secretbox.c of NaCl.
    private const string Key = "1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389";
    private const string Nonce = "69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37";
    private const string Plaintext =
        "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb31" +
        "0e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f93776384864" +
        "5e0705";

    private const string Box =
        "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c972" +
        "71d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b3" +
        "7973f622a43d14a6599b1f654cb45a74e355a5";

    [Fact]
    public void Seal_NaclExample_MakesPublishedBox()
    {
        byte[] box = [.. new byte[SecretBox.MacBytes], .. Hex.Bytes(Plaintext)];

        SecretBox.Seal(box, Hex.Bytes(Nonce), Hex.Bytes(Key));

        Assert.Equal(Box, Hex.Of(box));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TryOpen_NaclExample_GivesPublishedPlaintext(bool inPlace)
    {
        byte[] box = Hex.Bytes(Box);
        Span<byte> plaintext = inPlace ? box.AsSpan(SecretBox.MacBytes) : new byte[box.Length - SecretBox.MacBytes];

        Assert.True(SecretBox.TryOpen(box, Hex.Bytes(Nonce), Hex.Bytes(Key), plaintext));
        Assert.Equal(Plaintext, Hex.Of(plaintext));
    }

    [Fact]
    public void TryOpen_AnyByteChanged_RefusesAndLeavesPlaintextAlone()
    {
        byte[] box = Hex.Bytes(Box);
        byte[] plaintext = new byte[box.Length - SecretBox.MacBytes];
        for (int i = 0; i < box.Length; i++)
        {
            box[i] ^= 0x40;
            Assert.False(SecretBox.TryOpen(box, Hex.Bytes(Nonce), Hex.Bytes(Key), plaintext));
            box[i] ^= 0x40;
        }

        Assert.All(plaintext, value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(146)]
    public void TryOpen_Truncated_Refuses(int length)
    {
        byte[] box = Hex.Bytes(Box)[..length];

        Assert.False(SecretBox.TryOpen(box, Hex.Bytes(Nonce), Hex.Bytes(Key), new byte[Math.Max(0, length - SecretBox.MacBytes)]));
    }

    [Fact]
    public void Seal_EmptyPlaintext_RoundTrips()
    {
        byte[] box = new byte[SecretBox.MacBytes];

        SecretBox.Seal(box, Hex.Bytes(Nonce), Hex.Bytes(Key));

        Assert.True(SecretBox.TryOpen(box, Hex.Bytes(Nonce), Hex.Bytes(Key), []));
        Assert.NotEqual(new byte[SecretBox.MacBytes], box);
    }

    [Fact]
    public void Calls_WrongLengthsOfOurs_Throw()
    {
        byte[] nonce = new byte[24];
        byte[] key = new byte[32];

        Assert.Throws<ArgumentException>(() => SecretBox.Seal(new byte[15], nonce, key));
        Assert.Throws<ArgumentException>(() => SecretBox.Seal(new byte[16], new byte[8], key));
        Assert.Throws<ArgumentException>(() => SecretBox.Seal(new byte[16], nonce, new byte[31]));
        Assert.Throws<ArgumentException>(() => SecretBox.TryOpen(new byte[20], nonce, key, new byte[3]));
        Assert.Throws<ArgumentException>(() => SecretBox.TryOpen(new byte[20], nonce, new byte[33], new byte[4]));
        Assert.Throws<ArgumentException>(() => SecretBox.TryOpen(new byte[20], new byte[25], key, new byte[4]));
    }
}
