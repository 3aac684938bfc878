using System.Security.Cryptography;
using Sws.Protocol.Crypto;

namespace Sws.Protocol.Records;

/// <summary>
/// Encrypts one direction of a connection: each record with the direction's key and the next value of its counter (mod 2⁶⁴).
/// Records must go on the wire in the order they were sealed, each exactly once. Not thread-safe.
/// </summary>
public sealed class RecordSealer : IDisposable
{
    /// <summary>Bytes a record is longer than its plaintext.</summary>
    public const int Overhead = SecretBox.MacBytes;

    private Bytes32 _key;
    private ulong _counter;
    private bool _disposed;

    /// <summary>Starts a direction.</summary>
    /// <param name="key">32 bytes; copied.</param>
    /// <param name="nonce8">8 bytes: the first record's counter, little-endian.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public RecordSealer(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce8)
    {
        Require.Length(key, SecretBox.KeyBytes, nameof(key));
        _counter = RecordNonce.Read(nonce8);
        key.CopyTo(_key);
    }

    /// <summary>Seals the next record in place.</summary>
    /// <param name="record"><see cref="Overhead"/> free bytes and then the plaintext (which may be empty).</param>
    /// <exception cref="ArgumentException">Shorter than <see cref="Overhead"/>.</exception>
    /// <exception cref="ObjectDisposedException">The sealer was disposed.</exception>
    public void Seal(Span<byte> record)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Span<byte> nonce = stackalloc byte[SecretBox.NonceBytes];
        RecordNonce.Expand(_counter, nonce);
        SecretBox.Seal(record, nonce, _key);
        unchecked
        {
            _counter++;
        }
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_key);
    }

    /// <summary>The type's name: nothing of the key.</summary>
    public override string ToString() => nameof(RecordSealer);
}
