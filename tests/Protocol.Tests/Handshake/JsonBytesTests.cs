using System.Text;
using System.Text.Json;
using Sws.Protocol.Handshake;

namespace Sws.Protocol.Tests.Handshake;

public sealed class JsonBytesTests
{
    private static readonly byte[] EveryByte = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(256)]
    public void Write_Bytes_IsWhatJsonStringifyPrints(int count)
    {
        byte[] bytes = [.. EveryByte.Reverse().Take(count)];
        byte[] text = new byte[JsonBytes.MaxTextLength(count)];

        int written = JsonBytes.Write(bytes, text);

        Assert.Equal($"[{string.Join(',', bytes)}]", Encoding.ASCII.GetString(text, 0, written));
    }

    [Fact]
    public void Read_EveryByte_RoundTrips()
    {
        byte[] text = Encoding.ASCII.GetBytes(Messages.Array(EveryByte) + "tail");
        byte[] bytes = new byte[256];

        Assert.Equal(text.Length - 4, JsonBytes.Read(text, bytes, out int count));
        Assert.Equal(256, count);
        Assert.Equal(EveryByte, bytes);
    }

    [Theory]
    [InlineData("[1,2,3]", 3)]
    [InlineData("[1,2]", 2)]
    [InlineData("[]", 0)]
    [InlineData("[ \r\n\t]", 0)]
    [InlineData("[ 1\t,\n2\r]", 2)]
    public void Read_UpToTheRoomThereIs_Reads(string text, int expected)
    {
        Assert.Equal(text.Length, JsonBytes.Read(Encoding.ASCII.GetBytes(text), new byte[3], out int count));
        Assert.Equal(expected, count);
    }

    [Theory]
    [InlineData("[1,2,3,4]")]
    [InlineData("[256]")]
    [InlineData("[999]")]
    [InlineData("[1000]")]
    [InlineData("[01]")]
    [InlineData("[00]")]
    [InlineData("[-1]")]
    [InlineData("[-0]")]
    [InlineData("[+1]")]
    [InlineData("[1.0]")]
    [InlineData("[1e0]")]
    [InlineData("[\"1\"]")]
    [InlineData("[1 2]")]
    [InlineData("[1,]")]
    [InlineData("[,1]")]
    [InlineData("[,]")]
    [InlineData("[1,,2]")]
    [InlineData("[1")]
    [InlineData("[1,")]
    [InlineData("[")]
    [InlineData("1]")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[null]")]
    [InlineData("[[1]]")]
    public void Read_AnythingElse_ConsumesNothing(string text) =>
        Assert.Equal(0, JsonBytes.Read(Encoding.ASCII.GetBytes(text), new byte[3], out _));

    [Fact]
    public void Read_RandomArraysCutAnywhere_AgreesWithSystemTextJson()
    {
        var random = new Random(5);
        byte[] bytes = new byte[64];
        for (int i = 0; i < 5_000; i++)
        {
            string whole = $"[{string.Join(',', Enumerable.Range(0, random.Next(1, 20)).Select(_ => random.Next(300)))}]";
            string text = random.Next(2) == 0 ? whole : whole[..random.Next(whole.Length)];
            int[]? expected = Parse(text);
            bool isBytes = expected?.All(value => value < 256) ?? false;

            Assert.Equal(isBytes ? text.Length : 0, JsonBytes.Read(Encoding.ASCII.GetBytes(text), bytes, out int count));
            Assert.True(!isBytes || expected!.SequenceEqual(bytes.Take(count).Select(value => (int)value)), text);
        }
    }

    private static int[]? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<int[]>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
