using System.Net;
using CsCheck;
using Sws.Gateway.Options;
using Sws.Gateway.Proxies;

namespace Sws.Gateway.Tests.Proxies;

public class ForwardedListTests
{
    private static readonly ProxySettings Settings = new(
        [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("2001:db8:1::/48")], ProxyProtocolMode.Off, ForwardedHeader.XForwardedFor);

    // Pieces that together make, and break, the structure of the header far more often than single letters do.
    private static readonly Gen<string> Written = Gen.OneOf(
        Gen.String[Gen.Char[' ', '~'], 0, 60],
        AnyOf("for=198.51.100.99", "for=\"198.51.100.99\"", "x=", "\"", "\\", ",", ";", "=", " ", "a", "[", "10.0.0.1").Array[0, 12].Select(string.Concat));

    private static readonly (string Element, string Client)[] Added =
    [
        ("for=192.0.2.7;proto=https", "192.0.2.7"),
        ("for=\"192.0.2.7:443\"", "192.0.2.7"),
        ("for=\"[2001:db8::7]:443\"", "2001:db8::7"),
        ("proto=https;by=\"[2001:db8:1::1]\";for=\"[2001:db8::7]\"", "2001:db8::7"),
    ];

    private static readonly string[] Trusted = ["for=10.0.0.1", "for=\"[2001:db8:1::1]:443\"", "for=\"10.0.0.1\";proto=https"];

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
        Assert.Equal(expected, ForwardedList.FindClient([header], ForwardedHeader.XForwardedFor, Settings)?.ToString());

    [Theory]
    [InlineData("for=192.0.2.7", "192.0.2.7")]
    [InlineData("For=\"192.0.2.7:4711\";proto=https", "192.0.2.7")]
    [InlineData("proto=http; for=192.0.2.7 ;by=10.0.0.1", "192.0.2.7")]
    [InlineData("for=\"[2001:db8::7]:4711\"", "2001:db8::7")]
    [InlineData("for=198.51.100.1, for=192.0.2.7;by=10.0.0.1, for=10.0.0.1", "192.0.2.7")]
    [InlineData("for=1.2.3.4;host=\"a,for=5.6.7.8\", for=10.0.0.1", "1.2.3.4")]
    [InlineData("for=192.0.2.7;host=\"a;for=5.6.7.8;\\\"b\"", "192.0.2.7")]
    [InlineData("for=192.0.2.7:4711;host=example.com:8080", "192.0.2.7")]
    [InlineData("for=198.51.100.1,, for=192.0.2.7;;proto=https;", "192.0.2.7")]
    [InlineData("for=192.0.2.7\t;\tproto=https", "192.0.2.7")]
    [InlineData("for=198.51.100.99;x=\", for=192.0.2.7;proto=https", null)]
    [InlineData("for=198.51.100.99;x=\", for=\"[2001:db8::7]:443\"", null)]
    [InlineData("for=198.51.100.99;x=\", for=192.0.2.7, for=\"[2001:db8:1::1]:443\"", null)]
    [InlineData("for=198.51.100.99;x=\"a\"b, for=192.0.2.7", null)]
    [InlineData("for=198.51.100.99;x=a\"b\", for=192.0.2.7", null)]
    [InlineData("for=198.51.100.99;x=\"\\", null)]
    [InlineData("for=198.51.100.99;x=\"\\\", for=192.0.2.7", null)]
    [InlineData("x, for=192.0.2.7", null)]
    [InlineData("=x, for=192.0.2.7", null)]
    [InlineData("x=, for=192.0.2.7", null)]
    [InlineData("x =y, for=192.0.2.7", null)]
    [InlineData("x=\"\u0001\", for=192.0.2.7", null)]
    [InlineData("for=192.0.2.7,", null)]
    [InlineData("for=192.0.2.7 proto=https", null)]
    [InlineData("for=[2001:db8::7]", null)]
    [InlineData("for=\"192.0.2.7\\:80\"", null)]
    [InlineData("for=\"\"", null)]
    [InlineData("for=_hidden", null)]
    [InlineData("for=unknown, for=10.0.0.1", null)]
    [InlineData("proto=http", null)]
    [InlineData("for=192.0.2.7;for=192.0.2.8", null)]
    [InlineData("for=", null)]
    [InlineData("for=\"192.0.2.7", null)]
    [InlineData("192.0.2.7", null)]
    [InlineData("", null)]
    public void FindClient_Forwarded_RightMostUntrusted(string header, string? expected) =>
        Assert.Equal(expected, ForwardedList.FindClient([header], ForwardedHeader.Forwarded, Settings)?.ToString());

    [Theory]
    [InlineData("for=198.51.100.99;x=\"", "for=192.0.2.7", "192.0.2.7")]
    [InlineData("for=192.0.2.7", "for=10.0.0.1", "192.0.2.7")]
    [InlineData("for=192.0.2.7;x=\"", "\";y=z, for=10.0.0.1", null)]
    [InlineData("for=192.0.2.7", "", null)]
    public void FindClient_SeveralLines_NothingSpansThem(string first, string second, string? expected) =>
        Assert.Equal(expected, ForwardedList.FindClient([first, second], ForwardedHeader.Forwarded, Settings)?.ToString());

    [Fact]
    public void FindClient_WhateverTheClientWrote_WhatTheProxyAddedCounts() =>
        Gen.Select(Gen.String[Gen.Char[' ', '~'], 0, 60], Gen.Int[0, 2], Gen.Bool).Sample((written, proxies, isLine) =>
        {
            string added = string.Concat("192.0.2.7", string.Concat(Enumerable.Repeat(", 10.0.0.1", proxies)));

            Assert.Equal("192.0.2.7", ForwardedList.FindClient(Lines(written, added, isLine), ForwardedHeader.XForwardedFor, Settings)?.ToString());
        });

    [Fact]
    public void FindClient_WhateverTheClientWroteInForwarded_WhatTheProxyAddedCountsOrNothing() =>
        Gen.Select(Written, AnyOf(Added), AnyOf(Trusted), Gen.Int[0, 2], Gen.Bool, Gen.Bool).Sample((written, added, trusted, proxies, isLine, isHost) =>
        {
            // The host is the client's word, too. A proxy can write it only with its quotes and backslashes escaped.
            string host = isHost ? $";host=\"{written.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : "";
            string proxied = string.Concat(added.Element, host, string.Concat(Enumerable.Repeat(", " + trusted, proxies)));
            string? found = ForwardedList.FindClient(Lines(written, proxied, isLine), ForwardedHeader.Forwarded, Settings)?.ToString();

            Assert.True(isLine ? found == added.Client : found is null || found == added.Client, $"{found} in {written}|{proxied}");
        }, iter: 20_000);

    [Fact]
    public void FindClient_AnyText_NeverThrows() =>
        Gen.Select(Gen.String[Gen.OneOf(Gen.Char, Gen.Int[0, 13].Select(index => "for=\",;:[]\\1.a "[index])), 0, 60], Gen.Bool).Sample((text, isXForwardedFor) =>
        {
            ForwardedList.FindClient([text], isXForwardedFor ? ForwardedHeader.XForwardedFor : ForwardedHeader.Forwarded, Settings);
        });

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    /// <summary>What the client wrote and what the proxies added, in one line of the header or in two.</summary>
    private static string[] Lines(string written, string added, bool isLine) => isLine ? [written, added] : [$"{written}, {added}"];
}
