using Sws.LoadGen.Measuring;

namespace Sws.LoadGen.Scenarios;

/// <summary>Makes payloads: a header, then bytes that depend on the seed only. One array per thread, filled once.</summary>
internal sealed class PayloadFactory(int size, int seed, uint runTag)
{
    [ThreadStatic]
    private static (PayloadFactory Owner, byte[] Bytes)? _payload;

    /// <summary>The payload of a message. Valid until the thread's next call.</summary>
    public ReadOnlySpan<byte> Make(int sender, long sequence, long intendedTicks)
    {
        if (_payload is not { } own || own.Owner != this)
        {
            _payload = own = (this, Fill(size, seed));
        }

        var payload = own.Bytes;
        new PayloadHeader(runTag, sender, sequence, intendedTicks).Write(payload);
        return payload;
    }

    private static byte[] Fill(int size, int seed)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
