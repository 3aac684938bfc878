namespace Sws.Protocol.Tests.Handshake;

/// <summary>Hands out fixed draws, given in hexadecimal, in order; any other use is an error.</summary>
internal sealed class ReplayedRandom(params string[] draws)
{
    private int _next;

    internal int Left => draws.Length - _next;

    internal void Fill(Span<byte> buffer)
    {
        byte[] draw = Convert.FromHexString(draws[_next++]);
        Assert.Equal(draw.Length, buffer.Length);
        draw.CopyTo(buffer);
    }
}
