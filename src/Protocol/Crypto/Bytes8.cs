using System.Runtime.CompilerServices;

namespace Sws.Protocol.Crypto;

/// <summary>Eight bytes stored inline: an SWS nonce costs no object of its own.</summary>
[InlineArray(Length)]
internal struct Bytes8
{
    internal const int Length = 8;

    private byte _first;
}
