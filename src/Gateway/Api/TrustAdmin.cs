using Sws.Gateway.Trust;
using Sws.Grains.Interfaces.Trust;

namespace Sws.Gateway.Api;

/// <summary>Changes what is trusted: asks the trust grain, writes it into the audit log, and puts it in force here at once.</summary>
internal sealed class TrustAdmin(IGrainFactory grains, TrustWatch watch, AuditLog audit, TimeProvider time)
{
    public async Task<TrustChange> ChangeAsync(
        string what, string? subject, string by, string? reason, Func<ITrustGrain, ChangeNote, ValueTask<TrustChange>> change)
    {
        TrustChange done = await change(grains.GetGrain<ITrustGrain>(0), new ChangeNote(by, time.GetUtcNow(), reason));
        audit.TrustChanged(what, subject, done, by);
        if (done.Outcome == TrustOutcome.Done)
        {
            // Elsewhere within a second; a failure here is made up for by the next look.
            await watch.TryRefreshAsync();
        }

        return done;
    }
}
