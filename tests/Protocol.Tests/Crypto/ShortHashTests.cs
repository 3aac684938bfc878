using System.Text;
using Sws.Protocol.Crypto;

namespace Sws.Protocol.Tests.Crypto;

public sealed class ShortHashTests
{
    // BLAKE2b with an output length of 16, as Python's hashlib.blake2b(…, digest_size=16) computes it.
    [Theory]
    [InlineData("", "cae66941d9efbd404e4d88758ea67670")]
    [InlineData("abc", "cf4ab791c62b8d2b2109c90275287816")]
    public void Compute_KnownInputs_MatchesBlake2b128(string text, string expected)
    {
        byte[] digest = new byte[ShortHash.Bytes];

        ShortHash.Compute(Encoding.ASCII.GetBytes(text), digest);

        Assert.Equal(expected, Hex.Of(digest));
    }
}
