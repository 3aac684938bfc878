using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using CsCheck;
using Sws.Gateway.Proxies;

namespace Sws.Gateway.Tests.Proxies;

public class ProxyHeaderTests
{
    private const string Signature = "0D0A0D0A000D0A515549540A";
    private const string IPv4Block = "C0000207" + "7F000001" + "1F90" + "0050";
    private const string IPv6Block = "20010DB8000000000000000000000001" + "00000000000000000000000000000001" + "1F90" + "0050";

    [Theory]
    [InlineData("PROXY TCP4 192.0.2.7 127.0.0.1 8080 80\r\n", "192.0.2.7:8080")]
    [InlineData("PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n", "255.255.255.255:65535")]
    [InlineData("PROXY TCP4 192.0.2.7 127.0.0.1 0 0\r\n", "192.0.2.7:0")]
    [InlineData("PROXY TCP6 2001:db8::1 ::1 8080 80\r\n", "[2001:db8::1]:8080")]
    [InlineData("PROXY TCP6 ::ffff:192.0.2.7 ::1 8080 80\r\n", "192.0.2.7:8080")]
    [InlineData("PROXY UNKNOWN\r\n", null)]
    [InlineData("PROXY UNKNOWN whatever it says here\r\n", null)]
    public void TryParse_Version1_Read(string header, string? expected) => AssertRead(Encoding.Latin1.GetBytes(header), expected);

    [Theory]
    [InlineData("PROXY TCP4 192.0.2.7 127.0.0.1 8080\r\n")]
    [InlineData("PROXY TCP4 192.0.2.7 127.0.0.1 8080 80 1\r\n")]
    [InlineData("PROXY TCP4 192.0.2.7  127.0.0.1 8080 80\r\n")]
    [InlineData("PROXY TCP4 192.0.2.7 127.0.0.1 8080 80 \r\n")]
    [InlineData("PROXY  TCP4 192.0.2.7 127.0.0.1 8080 80\r\n")]
    [InlineData("PROXY TCP5 192.0.2.7 127.0.0.1 8080 80\r\n")]
    [InlineData("PROXY tcp4 192.0.2.7 127.0.0.1 8080 80\r\n")]
    [InlineData("PROXY UDP4 192.0.2.7 127.0.0.1 8080 80\r\n")]
    [InlineData("proxy TCP4 192.0.2.7 127.0.0.1 8080 80\r\n")]
    [InlineData("PROXY\r\n")]
    [InlineData("PROXY \r\n")]
    [InlineData("PROXY TCP4\r\n")]
    [InlineData("PROXY unknown\r\n")]
    [InlineData("PROXY TCP4 2001:db8::1 ::1 8080 80\r\n")]
    [InlineData("PROXY TCP6 192.0.2.7 127.0.0.1 8080 80\r\n")]
    [InlineData("PROXY TCP4 192.0.2.7 ::1 8080 80\r\n")]
    [InlineData("PROXY TCP4 192.0.2 127.0.0.1 8080 80\r\n")]
    [InlineData("PROXY TCP4 192.0.2.07 127.0.0.1 8080 80\r\n")]
    [InlineData("PROXY TCP4 192.0.2.256 127.0.0.1 8080 80\r\n")]
    [InlineData("PROXY TCP4 host 127.0.0.1 8080 80\r\n")]
    [InlineData("PROXY TCP6 fe80::1%1 ::1 8080 80\r\n")]
    [InlineData("PROXY TCP4 192.0.2.7 127.0.0.1 65536 80\r\n")]
    [InlineData("PROXY TCP4 192.0.2.7 127.0.0.1 8080 99999\r\n")]
    [InlineData("PROXY TCP4 192.0.2.7 127.0.0.1 080 80\r\n")]
    [InlineData("PROXY TCP4 192.0.2.7 127.0.0.1 -1 80\r\n")]
    [InlineData("PROXY TCP4 192.0.2.7 127.0.0.1 +1 80\r\n")]
    [InlineData("PROXY TCP4 192.0.2.7 127.0.0.1  80\r\n")]
    [InlineData("PROXY TCP4 192.0.2.7 127.0.0.1 8080 80\n\r\n")]
    [InlineData("PROXY TCP4 192.0.2.7 127.0.0.1 8080 80\0\r\n")]
    [InlineData("PROXY\tTCP4 192.0.2.7 127.0.0.1 8080 80\r\n")]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("\r\n\r\nGET")]
    [InlineData("\u0016\u0003\u0001")]
    public void TryParse_Version1Malformed_Refused(string header) => AssertMalformed(Encoding.Latin1.GetBytes(header));

    [Theory]
    [InlineData("21 11 000C " + IPv4Block, "192.0.2.7:8080")]
    [InlineData("21 21 0024 " + IPv6Block, "[2001:db8::1]:8080")]
    [InlineData("21 11 0013 " + IPv4Block + " 04 0004 00000000", "192.0.2.7:8080")]
    [InlineData("21 11 0012 " + IPv4Block + " EA 0000 EA 0000", "192.0.2.7:8080")]
    [InlineData("20 00 0000", null)]
    [InlineData("21 00 0000", null)]
    [InlineData("20 11 000C " + IPv4Block, null)]
    public void TryParse_Version2_Read(string header, string? expected) => AssertRead(Binary(header), expected);

    [Fact]
    public void TryParse_Version2MappedAddress_Unmapped() =>
        AssertRead(Binary("21 21 0024 00000000000000000000FFFFC0000207 00000000000000000000000000000001 1F90 0050"), "192.0.2.7:8080");

    [Fact]
    public void TryParse_Version2UnixSocket_NoAddress() => AssertRead(Binary("21 31 00D8 " + new string('0', 432)), null);

    [Theory]
    [InlineData("11 11 000C " + IPv4Block)]
    [InlineData("31 11 000C " + IPv4Block)]
    [InlineData("22 11 000C " + IPv4Block)]
    [InlineData("2F 11 000C " + IPv4Block)]
    [InlineData("21 12 000C " + IPv4Block)]
    [InlineData("21 22 0024 " + IPv6Block)]
    [InlineData("21 10 000C " + IPv4Block)]
    [InlineData("21 41 000C " + IPv4Block)]
    [InlineData("21 11 000B " + IPv4Block)]
    [InlineData("21 21 000C " + IPv4Block)]
    [InlineData("21 11 000D " + IPv4Block + " 04")]
    [InlineData("21 11 000E " + IPv4Block + " 0400")]
    [InlineData("21 11 000F " + IPv4Block + " 04 0001")]
    [InlineData("21 11 0010 " + IPv4Block + " 04 0000 05")]
    [InlineData("20 12 0000")]
    public void TryParse_Version2Malformed_Refused(string header) => AssertMalformed(Binary(header));

    [Theory]
    [InlineData(107, true)]
    [InlineData(108, false)]
    public void TryParse_Version1_UpTo107Bytes(int length, bool accepted)
    {
        byte[] header = Encoding.ASCII.GetBytes("PROXY UNKNOWN ".PadRight(length - 2, 'x') + "\r\n");

        Assert.Equal(accepted ? ProxyHeaderStatus.Complete : ProxyHeaderStatus.Malformed, Parse(header).Status);
    }

    [Theory]
    [InlineData(2048, true)]
    [InlineData(2049, false)]
    public void TryParse_Version2_UpTo2048BytesBehindTheFirst16(int body, bool accepted)
    {
        int value = body - 12 - 3;
        string header = string.Create(CultureInfo.InvariantCulture, $"21 11 {body:X4} {IPv4Block} 04 {value:X4}") + new string('0', 2 * value);

        Assert.Equal(accepted ? ProxyHeaderStatus.Complete : ProxyHeaderStatus.Malformed, Parse(Binary(header)).Status);
    }

    [Fact]
    public void TryParse_Version1WithoutEnd_RefusedAt107Bytes()
    {
        byte[] header = Encoding.ASCII.GetBytes("PROXY UNKNOWN ".PadRight(107, 'x'));

        Assert.Equal(ProxyHeaderStatus.Incomplete, Parse(header[..106]).Status);
        Assert.Equal(ProxyHeaderStatus.Malformed, Parse(header).Status);
    }

    [Fact]
    public void TryParse_AnyBytes_NeverThrowAndNeverClaimMoreThanThereIs() =>
        Gen.Select(Gen.OneOf(Gen.Const(""), Gen.Const("PROXY TCP4 1.2.3.4 "), Gen.Const("PROXY UNKNOWN"), Gen.Const("\r\n\r\n\0\r\nQUIT\n"), Gen.Const("\r\n\r\n\0\r\nQUIT\n!\u0011\0\u000c")), Gen.Byte.Array[0, 300])
            .Sample((start, rest) =>
            {
                byte[] bytes = [.. Encoding.Latin1.GetBytes(start), .. rest];
                (ProxyHeaderStatus status, int length, _) = Parse(bytes);

                Assert.InRange(length, 0, status == ProxyHeaderStatus.Complete ? bytes.Length : 16 + ProxyHeader.MaxBodyBytes);
            });

    [Fact]
    public void TryParse_OneByteChanged_NeverThrows()
    {
        byte[] header = [.. Binary("21 11 0013 " + IPv4Block + " 04 0004 00000000"), .. "GET / HTTP/1.1"u8];
        for (int index = 0; index < header.Length; index++)
        {
            for (int value = 0; value < 256; value++)
            {
                byte[] changed = [.. header];
                changed[index] = (byte)value;
                (ProxyHeaderStatus status, int length, _) = Parse(changed);
                Assert.True(status != ProxyHeaderStatus.Complete || length <= changed.Length);
            }
        }
    }

    private static void AssertRead(byte[] header, string? expected)
    {
        byte[] followed = [.. header, .. "GET"u8];
        for (int length = 0; length < header.Length; length++)
        {
            Assert.Equal(ProxyHeaderStatus.Incomplete, Parse(followed[..length]).Status);
        }

        Assert.Equal((ProxyHeaderStatus.Complete, header.Length, expected is null ? null : IPEndPoint.Parse(expected)), Parse(followed));
    }

    private static void AssertMalformed(byte[] header)
    {
        // However it arrives, no prefix of it is taken for a header.
        for (int length = 0; length < header.Length; length++)
        {
            Assert.NotEqual(ProxyHeaderStatus.Complete, Parse(header[..length]).Status);
        }

        Assert.Equal(ProxyHeaderStatus.Malformed, Parse(header).Status);
    }

    private static byte[] Binary(string hex) => Convert.FromHexString(Signature + hex.Replace(" ", "", StringComparison.Ordinal));

    private static (ProxyHeaderStatus Status, int Length, IPEndPoint? Source) Parse(byte[] bytes) =>
        (ProxyHeader.TryParse(new ReadOnlySequence<byte>(bytes), out int length, out IPEndPoint? source), length, source);
}
