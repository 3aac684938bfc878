using System.Security.Cryptography;
using Sws.Protocol.Crypto;

namespace Sws.Protocol.Records;

/// <summary>
/// Decrypts one direction of a connection. The counter moves only with genuine records, and a connection whose record was refused cannot recover:
/// close it (<c>RecordForged</c>). Not thread-safe.
/// </summary>
public sealed class RecordOpener : IDisposable
{
    private Bytes32 _key;
    private ulong _counter;
    private bool _disposed;

    /// <summary>Starts a direction.</summary>
    /// <param name="key">32 bytes; copied.</param>
    /// <param name="nonce8">8 bytes: the first record's counter, little-endian.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public RecordOpener(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce8)
    {
        Require.Length(key, SecretBox.KeyBytes, nameof(key));
        _counter = RecordNonce.Read(nonce8);
        key.CopyTo(_key);
    }

    /// <summary>Opens the next record.</summary>
    /// <param name="record">The payload of one binary message, of any length.</param>
    /// <param name="plaintext"><c>record.Length − 16</c> bytes (empty for a shorter record); may be <c>record[16..]</c> itself.</param>
    /// <returns>False when the record is forged, damaged, repeated, out of order or shorter than a MAC.</returns>
    /// <exception cref="ArgumentException">The length of <paramref name="plaintext"/> is wrong.</exception>
    /// <exception cref="ObjectDisposedException">The opener was disposed.</exception>
    public bool TryOpen(ReadOnlySpan<byte> record, Span<byte> plaintext)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Span<byte> nonce = stackalloc byte[SecretBox.NonceBytes];
        RecordNonce.Expand(_counter, nonce);
        if (!SecretBox.TryOpen(record, nonce, _key, plaintext))
        {
            return false;
        }

        unchecked
        {
            _counter++;
        }

        return true;
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_key);
    }

    /// <summary>The type's name: nothing of the key.</summary>
    public override string ToString() => nameof(RecordOpener);
}
