using Sws.LoadGen.Connections;
using Sws.LoadGen.Measuring;

namespace Sws.LoadGen.Scenarios;

/// <summary>
/// Makes payloads and checks those that come back, all of their bytes: a header, then a piece of one pattern. The seed makes the pattern;
/// the header chooses where the piece begins, so that a header does not go with the body of another message.
/// </summary>
internal sealed class Payloads
{
    // log2 of how many places a piece may begin at: 64, so that the pattern stays in the processor's first cache beside the message.
    private const int StartBits = 6;

    [ThreadStatic]
    private static (Payloads Owner, byte[] Bytes)? _payload;

    private readonly int _size;
    private readonly uint _runTag;
    private readonly byte[] _pattern;

    /// <summary>Makes the pattern.</summary>
    /// <param name="size">Bytes of each payload, at least <see cref="PayloadHeader.Length"/>.</param>
    /// <param name="seed">Chooses the pattern.</param>
    /// <param name="runTag">Marks the payloads of this worker in this run.</param>
    public Payloads(int size, int seed, uint runTag)
    {
        (_size, _runTag) = (size, runTag);
        _pattern = new byte[size - PayloadHeader.Length + (1 << StartBits)];
        new Random(seed).NextBytes(_pattern);
    }

    /// <summary>The payload of a message. Valid until the thread's next call.</summary>
    public ReadOnlySpan<byte> Make(int sender, long sequence, long intendedTicks)
    {
        if (_payload is not { } own || own.Owner != this)
        {
            _payload = own = (this, new byte[_size]);
        }

        var header = new PayloadHeader(_runTag, sender, sequence, intendedTicks);
        header.Write(own.Bytes);
        Body(header).CopyTo(own.Bytes.AsSpan(PayloadHeader.Length));
        return own.Bytes;
    }

    /// <summary>Reads a payload that arrived. Null when it is one of ours, unaltered; otherwise the name of the error.</summary>
    public string? Read(ReadOnlySpan<byte> payload, out PayloadHeader header)
    {
        if (!PayloadHeader.TryRead(payload, _runTag, out header))
        {
            return ConnectionError.UnexpectedPayload;
        }

        return payload[PayloadHeader.Length..].SequenceEqual(Body(header)) ? null : ConnectionError.PayloadAltered;
    }

    private ReadOnlySpan<byte> Body(in PayloadHeader header)
    {
        // Fibonacci hashing: the upper bits of a product with 2^64 divided by the golden ratio are well mixed.
        var mixed = (ulong)(header.Sequence + ((long)header.Sender << 40) + header.IntendedTicks) * 0x9E37_79B9_7F4A_7C15;
        return _pattern.AsSpan((int)(mixed >> (64 - StartBits)), _size - PayloadHeader.Length);
    }
}
