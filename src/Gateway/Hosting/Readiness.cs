using Sws.Gateway.Sessions;
using Sws.Grains;

namespace Sws.Gateway.Hosting;

/// <summary>Whether this node should be sent new clients, and if not, why not.</summary>
internal sealed class Readiness(
    NodeState state,
    IHostApplicationLifetime lifetime,
    SessionDrain? drain = null,
    RedisConnection? redis = null,
    SiloMembership? membership = null,
    SiloLinks? silos = null)
{
    /// <summary>The causes why not, one plain line each; none when it is ready.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync()
    {
        List<string> causes = [];
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            causes.Add("draining: this node is being stopped");
        }
        else if (drain is { HasBegun: true })
        {
            causes.Add("draining: an operator sends this node's clients elsewhere");
        }
        else if (!state.HasStarted)
        {
            causes.Add("starting: this node has not joined its cluster yet");
        }

        if (redis is not null && !await redis.AnswersAsync())
        {
            causes.Add($"redis: {redis.Servers} does not answer (Cluster:Redis)");
        }
        else if (membership is { IsKnown: false } && state.HasStarted)
        {
            causes.Add("membership: the cluster has not said lately that this silo is a member");
        }

        if (silos is { Count: 0 } && state.HasStarted)
        {
            causes.Add("silo: no silo of the cluster can be reached");
        }

        return causes;
    }
}
