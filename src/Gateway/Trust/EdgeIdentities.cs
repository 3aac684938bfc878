using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;

namespace Sws.Gateway.Trust;

/// <summary>
/// The keys this edge handshakes with. Version 1: a fresh pair for every connection, or the configured static one.
/// Version 2: the pair of the current epoch, certified by the cluster's authority.
/// </summary>
internal sealed partial class EdgeIdentities : IServerIdentitySource, IDisposable
{
    /// <summary>How many hellos a static key answers. It lives as long as the process, and so does its guard: 64 MiB at most.</summary>
    public const int StaticHellos = 1 << 21;

    private readonly EpochIdentity? _static;
    private readonly ILogger<EdgeIdentities> _logger;
    private EpochIdentity? _epoch;
    private EpochIdentity? _former;
    private int _warnings;

    /// <param name="staticKey">The version 1 key that clients pin, or null.</param>
    /// <param name="logger">Where it is said that the static key's guard fills up.</param>
    /// <param name="staticHellos">How many hellos the static key answers.</param>
    public EdgeIdentities(BoxKeyPair? staticKey, ILogger<EdgeIdentities> logger, int staticHellos = StaticHellos)
    {
        _static = staticKey is null ? null : new EpochIdentity(new ServerIdentity(staticKey, shared: true), new HelloGuard(staticHellos));
        _logger = logger;
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
        // The former epoch's guard is still asked: a handshake that leased its key in the moment of the change must not fail.
        BoxKeyPair pair = identity.KeyPair;
        EpochIdentity? epoch = Epoch;
        EpochIdentity? guarded = pair == _static?.Identity.KeyPair ? _static
            : pair == epoch?.Identity.KeyPair ? epoch
            : Volatile.Read(ref _former);
        bool isAdmitted = guarded is not null && guarded.Identity.KeyPair == pair && guarded.Guard.TryAdmit(digest16);
        if (guarded is not null && guarded == _static)
        {
            WarnOnce(guarded.Guard);
        }

        return isAdmitted;
    }

    /// <summary>Begins a new epoch and gives the former key up: it is zeroed with the last handshake that leased it.</summary>
    public void Begin(EpochIdentity epoch)
    {
        // Before the change: from then on a lease of the former may ask for its guard.
        Volatile.Write(ref _former, Epoch);
        Interlocked.Exchange(ref _epoch, epoch)?.Dispose();
    }

    /// <summary>Lets go of the former epoch's guard. Call when no handshake can hold its key any more.</summary>
    public void ForgetFormer() => Volatile.Write(ref _former, null);

    public void Dispose()
    {
        _static?.Dispose();
        Interlocked.Exchange(ref _epoch, null)?.Dispose();
    }

    // Nothing replaces a static key, so an operator has to. Once for each of the two, then this is one comparison per hello.
    private void WarnOnce(HelloGuard guard)
    {
        int warnings = Volatile.Read(ref _warnings);
        if (warnings == 0 && guard.IsNearlyFull && Interlocked.CompareExchange(ref _warnings, 1, 0) == 0)
        {
            LogNearlyFull(_logger);
        }
        else if (warnings == 1 && guard.IsFull && Interlocked.CompareExchange(ref _warnings, 2, 1) == 1)
        {
            LogFull(_logger);
        }
    }
}
