using System.Text;
using Sws.Protocol.Certificates;
using Sws.Protocol.Crypto;

namespace Sws.Protocol.Tests.Certificates;

public sealed class KeyPairFileTests
{
    [Fact]
    public void TryRead_WrittenFile_IsTheSamePair()
    {
        using var keyPair = BoxKeyPair.Generate();

        Assert.True(KeyPairFile.TryRead(KeyPairFile.Write(keyPair), out var read));
        using (read)
        {
            Assert.Equal(KeyPairFile.Write(keyPair), KeyPairFile.Write(read!));
        }
    }

    [Fact]
    public void Write_KnownPair_HasTheFormOfTheReference()
    {
        using var keyPair = BoxKeyPair.FromSecretKey([.. Enumerable.Range(100, 32).Select(i => (byte)i)]);

        Assert.Equal(
            $$"""{"secretkey":[{{string.Join(',', Enumerable.Range(100, 32))}}],"publickey":[{{string.Join(',', keyPair.PublicKey.ToArray())}}]}""",
            Encoding.UTF8.GetString(KeyPairFile.Write(keyPair)));
    }

    [Fact]
    public void TryRead_PublicKeyOfAnotherPair_IsRefused()
    {
        using var keyPair = BoxKeyPair.Generate();
        using var other = BoxKeyPair.Generate();
        var file = Encoding.UTF8.GetString(KeyPairFile.Write(keyPair));
        var otherFile = Encoding.UTF8.GetString(KeyPairFile.Write(other));
        var mixed = file[..file.IndexOf("\"publickey\"", StringComparison.Ordinal)] + otherFile[otherFile.IndexOf("\"publickey\"", StringComparison.Ordinal)..];

        Assert.False(KeyPairFile.TryRead(Encoding.UTF8.GetBytes(mixed), out var read));
        Assert.Null(read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"secretkey":[1,2,3],"publickey":[]}""")]
    public void TryRead_NoKeyPair_IsRefused(string file) => Assert.False(KeyPairFile.TryRead(Encoding.UTF8.GetBytes(file), out _));

    [Fact]
    public void TryRead_PublicKeyOnly_IsRefused()
    {
        using var keyPair = BoxKeyPair.Generate();

        Assert.False(KeyPairFile.TryRead(
            Encoding.UTF8.GetBytes($$"""{"publickey":[{{string.Join(',', keyPair.PublicKey.ToArray())}}]}"""), out _));
    }
}
