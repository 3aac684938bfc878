using System.Text;
using Sws.Protocol.Crypto;

namespace Sws.Protocol.Handshake;

/// <summary>
/// A server's key pair and certificate, counted by reference: each handshake holds a lease for as long as it computes with the key, and the key
/// is zeroed when the owner and every lease have been disposed.
/// </summary>
public sealed class ServerIdentity : IDisposable
{
    private readonly ServerIdentity _root;
    private int _references;
    private int _disposed;

    /// <summary>Makes the owner's reference.</summary>
    /// <param name="keyPair">The identity takes it over and disposes it.</param>
    /// <param name="certificateJson">The certificate as JSON; null for version 1.</param>
    /// <param name="shared">True when the key serves more than one handshake: hellos are then guarded against replay.</param>
    public ServerIdentity(BoxKeyPair keyPair, string? certificateJson = null, bool shared = false)
    {
        ArgumentNullException.ThrowIfNull(keyPair);
        KeyPair = keyPair;
        CertificateJson = certificateJson;
        CertificateUtf8 = certificateJson is null ? default : Encoding.UTF8.GetBytes(certificateJson);
        Shared = shared;
        _root = this;
        _references = 1;
    }

    private ServerIdentity(ServerIdentity root)
    {
        KeyPair = root.KeyPair;
        CertificateJson = root.CertificateJson;
        CertificateUtf8 = root.CertificateUtf8;
        Shared = root.Shared;
        _root = root;
    }

    /// <summary>The key pair; the same object for every lease.</summary>
    public BoxKeyPair KeyPair { get; }

    /// <summary>The certificate as JSON; null when there is none.</summary>
    public string? CertificateJson { get; }

    /// <summary>Whether the key serves more than one handshake.</summary>
    public bool Shared { get; }

    internal ReadOnlyMemory<byte> CertificateUtf8 { get; }

    /// <summary>Makes a reference for one handshake.</summary>
    /// <exception cref="ObjectDisposedException">The last reference is gone.</exception>
    public ServerIdentity Lease() =>
        TryLease(out ServerIdentity? lease) ? lease! : throw new ObjectDisposedException(nameof(ServerIdentity));

    /// <summary>Makes a reference for one handshake, unless the last one is gone: the way to lease while another thread replaces the identity.</summary>
    /// <param name="lease">The new reference, or null.</param>
    public bool TryLease(out ServerIdentity? lease)
    {
        lease = null;
        int references = Volatile.Read(ref _root._references);
        while (references > 0)
        {
            int seen = Interlocked.CompareExchange(ref _root._references, references + 1, references);
            if (seen == references)
            {
                lease = new ServerIdentity(_root);
                return true;
            }

            references = seen;
        }

        return false;
    }

    /// <summary>Gives this reference up; the last one zeroes the key.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0 && Interlocked.Decrement(ref _root._references) == 0)
        {
            KeyPair.Dispose();
        }
    }

    /// <summary>The type's name: nothing of the key.</summary>
    public override string ToString() => nameof(ServerIdentity);
}
