using System.Text;
using System.Text.Json;
using CsCheck;
using Sws.Protocol.Messaging;

namespace Sws.Protocol.Tests.Messaging;

public class JsonScannerTests
{
    private static readonly string[] Pieces =
        ["{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"a\":", "\\", "\\u0041", "\\n", "1", "0", "-", ".", "e", "E", "+", "true", "false", "null", " ", "\n", "é", "\u0001", "/"];

    // The scanner exists only because the platform's reader throws; otherwise they must agree.
    [Fact]
    public void Check_RandomTokens_AgreesWithTheReaderOfThePlatform() =>
        Gen.OneOf(Pieces).Array[1, 12].Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces))).Sample(
            json => Assert.Equal(ReaderAccepts(json), new MessageData(DataKind.Json, json).IsWellFormed()),
            iter: 20_000);

    [Theory]
    [InlineData("\"\\ud83d\\ude00\"", true)]
    [InlineData("\"\\uD83D\\uDE00\"", true)]
    [InlineData("\"\\ud83d\"", false)]
    [InlineData("\"\\ud83dx\"", false)]
    [InlineData("\"\\ud83d\\n\"", false)]
    [InlineData("\"\\ude00\\ud83d\"", false)]
    [InlineData("\"\\u00\"", false)]
    [InlineData("\"\\", false)]
    public void Check_EscapedSurrogates_MustBePairs(string json, bool expected) =>
        Assert.Equal(expected, Codecs.JsonData(json).IsWellFormed());

    private static bool ReaderAccepts(byte[] json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MessageLimits.MaxJsonDepth });
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
