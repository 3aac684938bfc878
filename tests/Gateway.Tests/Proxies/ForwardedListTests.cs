using System.Net;
using CsCheck;
using Sws.Gateway.Options;
using Sws.Gateway.Proxies;

namespace Sws.Gateway.Tests.Proxies;

public class ForwardedListTests
{
    private static readonly ProxySettings Settings = new(
        [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("2001:db8:1::/48")], ProxyProtocolMode.Off, ForwardedHeader.XForwardedFor);

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("192.0.2.7, 10.0.0.1", "192.0.2.7")]
    [InlineData("192.0.2.7,10.0.0.1 ,\t10.0.0.2", "192.0.2.7")]
    [InlineData("198.51.100.1, 192.0.2.7, 10.0.0.1", "192.0.2.7")]
    [InlineData("10.0.0.9, 192.0.2.7, 10.0.0.1", "192.0.2.7")]
    [InlineData("nonsense, 192.0.2.7", "192.0.2.7")]
    [InlineData(",,192.0.2.7", "192.0.2.7")]
    [InlineData("10.0.0.3, 10.0.0.2", "10.0.0.3")]
    [InlineData("192.0.2.7:4711", "192.0.2.7")]
    [InlineData("2001:db8::7", "2001:db8::7")]
    [InlineData("[2001:db8::7]", "2001:db8::7")]
    [InlineData("[2001:db8::7]:4711, 2001:db8:1::1", "2001:db8::7")]
    [InlineData("::ffff:192.0.2.7, ::ffff:10.0.0.1", "192.0.2.7")]
    [InlineData("", null)]
    [InlineData("unknown", null)]
    [InlineData("nonsense, 10.0.0.1", null)]
    [InlineData("192.0.2.7,", null)]
    [InlineData("192.0.2.7,,10.0.0.1", null)]
    [InlineData("192.0.2", null)]
    [InlineData("192.0.2.7:", null)]
    [InlineData("192.0.2.7:x", null)]
    [InlineData("192.0.2.7:123456", null)]
    [InlineData("[192.0.2.7]", null)]
    [InlineData("[2001:db8::7", null)]
    [InlineData("[2001:db8::7]x", null)]
    [InlineData("fe80::1%eth0", null)]
    [InlineData("\"192.0.2.7\"", null)]
    public void FindClient_XForwardedFor_RightMostUntrusted(string header, string? expected) =>
        Assert.Equal(expected, ForwardedList.FindClient(header, ForwardedHeader.XForwardedFor, Settings)?.ToString());

    [Theory]
    [InlineData("for=192.0.2.7", "192.0.2.7")]
    [InlineData("For=\"192.0.2.7:4711\";proto=https", "192.0.2.7")]
    [InlineData("proto=http; for=192.0.2.7 ;by=10.0.0.1", "192.0.2.7")]
    [InlineData("for=\"[2001:db8::7]:4711\"", "2001:db8::7")]
    [InlineData("for=198.51.100.1, for=192.0.2.7;by=10.0.0.1, for=10.0.0.1", "192.0.2.7")]
    [InlineData("for=1.2.3.4;host=\"a,for=5.6.7.8\", for=10.0.0.1", "1.2.3.4")]
    [InlineData("for=_hidden", null)]
    [InlineData("for=unknown, for=10.0.0.1", null)]
    [InlineData("proto=http", null)]
    [InlineData("for=192.0.2.7;for=192.0.2.8", null)]
    [InlineData("for=", null)]
    [InlineData("for=\"192.0.2.7", null)]
    [InlineData("192.0.2.7", null)]
    [InlineData("", null)]
    public void FindClient_Forwarded_RightMostUntrusted(string header, string? expected) =>
        Assert.Equal(expected, ForwardedList.FindClient(header, ForwardedHeader.Forwarded, Settings)?.ToString());

    [Fact]
    public void FindClient_WhateverTheClientWrote_WhatTheProxyAddedCounts() =>
        Gen.Select(Gen.String[Gen.Char[' ', '~'], 0, 60], Gen.Int[0, 2]).Sample((written, proxies) =>
        {
            string header = string.Concat(written, ", 192.0.2.7", string.Concat(Enumerable.Repeat(", 10.0.0.1", proxies)));

            Assert.Equal("192.0.2.7", ForwardedList.FindClient(header, ForwardedHeader.XForwardedFor, Settings)?.ToString());
        });

    [Fact]
    public void FindClient_AnyText_NeverThrows() =>
        Gen.Select(Gen.String[Gen.OneOf(Gen.Char, Gen.Int[0, 13].Select(index => "for=\",;:[]\\1.a "[index])), 0, 60], Gen.Bool).Sample((text, isXForwardedFor) =>
        {
            ForwardedList.FindClient(text, isXForwardedFor ? ForwardedHeader.XForwardedFor : ForwardedHeader.Forwarded, Settings);
        });
}
