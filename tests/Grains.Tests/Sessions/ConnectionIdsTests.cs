using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Tests.Sessions;

public sealed class ConnectionIdsTests
{
    [Fact]
    public void IsOne_WhatIsMadeHere_True() => Assert.True(ConnectionIds.IsOne(ConnectionIds.Make()));

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("AAAAAAAAAAAAAAAAAAAA\r\n")]
    [InlineData("AAAAAAAAAA\nAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAA+AAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAäAAAAAAAAAAA")]
    public void IsOne_AnythingElse_False(string text) => Assert.False(ConnectionIds.IsOne(text));
}
