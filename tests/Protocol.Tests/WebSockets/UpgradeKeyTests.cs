using Sws.Protocol.WebSockets;

namespace Sws.Protocol.Tests.WebSockets;

public sealed class UpgradeKeyTests
{
    [Fact]
    public void Accept_ExampleOfTheRfc_IsTheAnswerOfTheRfc() =>
        Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", UpgradeKey.Accept("dGhlIHNhbXBsZSBub25jZQ=="));

    [Theory]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", true)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==", true)]
    [InlineData("+/+/+/+/+/+/+/+/+/+/+w==", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("dGhlIHNhbXBsZSBub25j", false)] // 15 bytes.
    [InlineData("dGhlIHNhbXBsZSBub25jZSE=", false)] // 17 bytes.
    [InlineData("dGhlIHNhbXBsZSBub25jZXMh", false)] // 18 bytes.
    [InlineData("dGhlIHNhbXBsZSBub25jZQ= ", false)]
    [InlineData(" dGhlIHNhbXBsZSBub25jZQ==", false)]
    [InlineData("dGhlIHNhbXBsZSBu  25jZQ=", false)]
    [InlineData("dGhlIHNhbXBsZSBub25jZ===", false)]
    [InlineData("dGhlIHNhbXBsZSBub2_jZQ==", false)] // The alphabet of URLs.
    [InlineData("dGhlIHNhbXBsZSBub2éjZQ==", false)]
    public void IsValidKey_Value_IsJudged(string? key, bool expected) => Assert.Equal(expected, UpgradeKey.IsValidKey(key!));

    [Fact]
    public void Accept_InvalidKey_ThrowsWithoutTheKey()
    {
        var thrown = Assert.Throws<ArgumentException>(() => UpgradeKey.Accept("secret-of-the-peer"));

        Assert.DoesNotContain("secret", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_Twice_GivesTwoValidKeys()
    {
        var (first, second) = (UpgradeKey.Create(), UpgradeKey.Create());

        Assert.True(UpgradeKey.IsValidKey(first));
        Assert.True(UpgradeKey.IsValidKey(second));
        Assert.NotEqual(first, second);
    }
}
