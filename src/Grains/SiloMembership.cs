using Microsoft.Extensions.Hosting;

namespace Sws.Grains;

/// <summary>
/// Reads in the cluster's membership table, again and again, that this silo is a member. Orleans does so as well, but waits
/// longer with every failure: a silo that had been cut off and voted out went on for 12 s after it could reach Redis again,
/// with clients that nobody else heard. One that finds itself dead in the table ends its process.
/// </summary>
public sealed class SiloMembership : BackgroundService
{
    /// <summary>Without an answer for this long nobody knows whether the silo was voted out.</summary>
    public static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Func<CancellationToken, Task<bool>> _ask;
    private readonly Func<bool> _hasOthers;
    private readonly TimeProvider _time;
    private long _knownAt;

    /// <summary>Asks the membership table.</summary>
    /// <param name="membership">The table.</param>
    /// <param name="silo">This silo.</param>
    /// <param name="time">The clock.</param>
    public SiloMembership(IClusterMembershipService membership, ILocalSiloDetails silo, TimeProvider time)
        : this(
            cancelled => AskAsync(membership, silo.SiloAddress, cancelled),
            () => membership.CurrentSnapshot.Members.Values.Any(member => member.Status == SiloStatus.Active && !member.SiloAddress.Equals(silo.SiloAddress)),
            time)
    {
    }

    /// <summary>Asks anything else.</summary>
    /// <param name="ask">Whether the silo is a member, by the store that decides it; throws when that cannot be asked.</param>
    /// <param name="hasOthers">Whether there are other silos, as far as this one knows.</param>
    /// <param name="time">The clock.</param>
    internal SiloMembership(Func<CancellationToken, Task<bool>> ask, Func<bool> hasOthers, TimeProvider time) =>
        (_ask, _hasOthers, _time, _knownAt) = (ask, hasOthers, time, time.GetTimestamp());

    /// <summary>Whether there are other silos, as far as this one knows.</summary>
    public bool HasOthers => _hasOthers();

    /// <summary>Whether the table has said within <see cref="KnownFor"/> that the silo is a member.</summary>
    public bool IsKnown => _time.GetElapsedTime(Volatile.Read(ref _knownAt)) < KnownFor;

    /// <summary>Before a decision that only a member may make, such as that somebody is dead whom this silo does not hear.</summary>
    /// <exception cref="OrleansException">It is not known whether the silo is one.</exception>
    public void Demand()
    {
        if (!IsKnown)
        {
            throw new OrleansException("This silo may be cut off from its cluster: it has not read lately that it is a member.");
        }
    }

    /// <summary>Asks now.</summary>
    /// <param name="cancelled">Ends the asking.</param>
    /// <exception cref="Exception">Whatever the table's client throws when it cannot be asked.</exception>
    public async Task<bool> IsMemberAsync(CancellationToken cancelled)
    {
        long asked = _time.GetTimestamp();
        bool isMember = await _ask(cancelled).ConfigureAwait(false);
        if (isMember)
        {
            Volatile.Write(ref _knownAt, asked);
        }

        return isMember;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await IsMemberAsync(stoppingToken);
            }
            catch (Exception)
            {
                // Readiness says so, and Orleans' log why.
            }

            await Task.Delay(Interval, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<bool> AskAsync(IClusterMembershipService membership, SiloAddress silo, CancellationToken cancelled)
    {
        await membership.Refresh(cancellationToken: cancelled).ConfigureAwait(false);
        return !membership.CurrentSnapshot.GetSiloStatus(silo).IsTerminating();
    }
}
