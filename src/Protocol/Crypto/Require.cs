using System.Diagnostics.CodeAnalysis;

namespace Sws.Protocol.Crypto;

/// <summary>Length checks on what the caller passes. A failure is a bug in this program, so it throws; peers' bytes never get here unchecked.</summary>
internal static class Require
{
    internal static void Length(ReadOnlySpan<byte> span, int length, string name)
    {
        if (span.Length != length)
        {
            Throw(name, length);
        }
    }

    internal static void AtLeast(int actual, int minimum, string name)
    {
        if (actual < minimum)
        {
            Throw(name, minimum);
        }
    }

    [DoesNotReturn]
    private static void Throw(string name, int length) => throw new ArgumentException($"Wrong length: {length} bytes are needed.", name);
}
