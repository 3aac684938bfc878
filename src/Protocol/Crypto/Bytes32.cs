using System.Runtime.CompilerServices;

namespace Sws.Protocol.Crypto;

/// <summary>Thirty-two bytes stored inline in the object that holds the key: a key costs no object of its own.</summary>
[InlineArray(Length)]
internal struct Bytes32
{
    internal const int Length = 32;

    private byte _first;
}
