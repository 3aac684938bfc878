using Sws.LoadGen.Commands;

namespace Sws.LoadGen.Tests.Commands;

public sealed class UnitsTests
{
    [Theory]
    [InlineData("250us", 0.25)]
    [InlineData("500ms", 500)]
    [InlineData("1.5s", 1500)]
    [InlineData("5m", 300_000)]
    [InlineData("1h", 3_600_000)]
    public void TryDuration_Valid_IsRead(string text, double milliseconds)
    {
        Assert.True(Units.TryDuration(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1e3s")]
    [InlineData("31000h")]
    public void TryDuration_Invalid_IsRefused(string text) => Assert.False(Units.TryDuration(text, out _));

    [Theory]
    [InlineData("256", 256)]
    [InlineData("256B", 256)]
    [InlineData("4k", 4096)]
    [InlineData("4KiB", 4096)]
    [InlineData("1MiB", 1 << 20)]
    public void TrySize_Valid_IsRead(string text, int bytes)
    {
        Assert.True(Units.TrySize(text, out var size));
        Assert.Equal(bytes, size);
    }

    [Theory]
    [InlineData("")]
    [InlineData("B")]
    [InlineData("-1")]
    [InlineData("1.5k")]
    [InlineData("9999MiB")]
    public void TrySize_Invalid_IsRefused(string text) => Assert.False(Units.TrySize(text, out _));

    [Theory]
    [InlineData("127.0.0.2-127.0.0.9", 8)]
    [InlineData("127.0.0.1", 1)]
    [InlineData("127.0.0.1,10.0.0.254-10.0.1.1", 5)]
    [InlineData("::1", 1)]
    public void SourceAddresses_Valid_AreExpanded(string text, int count)
    {
        Assert.True(SourceAddresses.TryParse(text, out var addresses));
        Assert.Equal(count, addresses.Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("127.0.0.9-127.0.0.2")]
    [InlineData("127.0.0.1-127.0.2.1")]
    [InlineData("::1-::2")]
    public void SourceAddresses_Invalid_AreRefused(string text) => Assert.False(SourceAddresses.TryParse(text, out _));
}
