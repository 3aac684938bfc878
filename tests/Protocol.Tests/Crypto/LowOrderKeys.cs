namespace Sws.Protocol.Tests.Crypto;

/// <summary>
/// Every encoding of a point of low order on Curve25519 and its twist: seven values, each with bit 255 clear and set
/// (list: <see href="https://cr.yp.to/ecdh.html"/>, "validate").
/// </summary>
internal static class LowOrderKeys
{
    private static readonly string[] BitClear =
    [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ];

    /// <summary>All fourteen, in hexadecimal.</summary>
    internal static IReadOnlyList<string> All { get; } = [.. BitClear, .. BitClear.Select(SetTopBit)];

    /// <summary>The five that are canonical: only their order gives them away.</summary>
    internal static IReadOnlyList<string> Canonical { get; } = BitClear[..5];

    internal static string SetTopBit(string key)
    {
        byte[] bytes = Convert.FromHexString(key);
        bytes[^1] |= 0x80;
        return Convert.ToHexStringLower(bytes);
    }
}
