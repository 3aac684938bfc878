using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;

namespace Sws.Gateway.Trust;

/// <summary>
/// The keys this edge handshakes with. Version 1: a fresh pair for every connection, or the configured static one.
/// Version 2: the pair of the current epoch, certified by the cluster's authority.
/// </summary>
internal sealed class EdgeIdentities : IServerIdentitySource, IDisposable
{
    private readonly EpochIdentity? _static;
    private EpochIdentity? _epoch;

    /// <param name="staticKey">The version 1 key that clients pin, or null.</param>
    public EdgeIdentities(BoxKeyPair? staticKey)
    {
        // The static key lives as long as the process, and so does its guard; 64 MiB at most.
        _static = staticKey is null ? null : new EpochIdentity(new ServerIdentity(staticKey, shared: true), new HelloGuard(1 << 21));
    }

    /// <summary>The current epoch, or null before the first.</summary>
    public EpochIdentity? Epoch => Volatile.Read(ref _epoch);

    public ServerIdentity ForVersion1() => _static is null ? new ServerIdentity(BoxKeyPair.Generate()) : _static.Identity.Lease();

    public ServerIdentity ForVersion2()
    {
        while (true)
        {
            EpochIdentity epoch = Epoch ?? throw new InvalidOperationException("No epoch key is certified yet.");
            if (epoch.Identity.TryLease(out ServerIdentity? lease))
            {
                return lease!;
            }
        }
    }

    public bool TryAdmitHello(ServerIdentity identity, ReadOnlySpan<byte> digest16)
    {
        // A hello to the former epoch that comes while it is being replaced is answered by nobody: its guard is gone.
        EpochIdentity? guarded = identity.KeyPair == _static?.Identity.KeyPair ? _static : Epoch;
        return guarded is not null && guarded.Identity.KeyPair == identity.KeyPair && guarded.Guard.TryAdmit(digest16);
    }

    /// <summary>Begins a new epoch and gives the former key up.</summary>
    public void Begin(EpochIdentity epoch) => Interlocked.Exchange(ref _epoch, epoch)?.Dispose();

    public void Dispose()
    {
        _static?.Dispose();
        Interlocked.Exchange(ref _epoch, null)?.Dispose();
    }
}
