namespace Sws.Protocol.Tests.Crypto;

/// <summary>Short names for what vectors are written in.</summary>
internal static class Hex
{
    internal static byte[] Bytes(string hex) => Convert.FromHexString(hex);

    internal static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
