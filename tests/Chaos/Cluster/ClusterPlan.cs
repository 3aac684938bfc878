using Sws.Chaos.History;

namespace Sws.Chaos.Cluster;

/// <summary>What a cluster is started with.</summary>
/// <param name="Topology">Its nodes.</param>
/// <param name="Classes">A hub is configured for each.</param>
/// <param name="WithNamespaces">Each node in a network namespace of its own, where this machine allows it.</param>
/// <param name="Gateway">The built gateway.</param>
internal sealed record ClusterPlan(Topology Topology, IReadOnlyList<DeliveryClass> Classes, bool WithNamespaces, string Gateway)
{
    // More than a round publishes: what a hub or a queue no longer keeps may be missing, and would look like a loss.
    private const int KeptMessages = 100_000;

    /// <summary>The hub of a class. Messages to users and sessions need none of their own: the fleet sends them in the hub without history or inboxes, or with both.</summary>
    public static string HubOf(DeliveryClass deliveryClass) => deliveryClass switch
    {
        DeliveryClass.Memory => "memory",
        DeliveryClass.Durable or DeliveryClass.Inbox => "durable",
        _ => "plain",
    };

    /// <summary>The settings that all nodes share.</summary>
    public IEnumerable<string> HubSettings()
    {
        // Two seconds are short on a machine that runs a whole cluster and its clients on two cores.
        yield return "--Limits:HandshakeTimeout=00:00:10";

        // What was published while a node hung comes all at once, faster than any client can acknowledge it.
        yield return $"--Limits:QueueMessages={KeptMessages}";
        yield return $"--Limits:QueueBytes={KeptMessages * 1024}";
        foreach (var hub in Classes.Select(HubOf).Distinct())
        {
            yield return $"--Hubs:{hub}:RequireCert=false";
            yield return $"--Hubs:{hub}:Versions=1,2";
            yield return $"--Hubs:{hub}:Permissions:0:Allow=webpubsub.joinLeaveGroup,webpubsub.sendToGroup,sendToUser,sendToConnection,invoke";
        }

        // For plain node-sws, which knows no messages.
        yield return "--Hubs:echo:RequireCert=false";
        yield return "--Hubs:echo:Versions=1,2";
        yield return "--Hubs:echo:Handler=Echo";
        if (Classes.Contains(DeliveryClass.Memory))
        {
            yield return "--Hubs:memory:History=Memory";
            yield return $"--Hubs:memory:HistoryMessages={KeptMessages}";
        }

        if (Classes.Contains(DeliveryClass.Durable))
        {
            yield return "--Hubs:durable:History=Durable";
            yield return $"--Hubs:durable:HistoryMessages={KeptMessages}";
        }

        if (Classes.Contains(DeliveryClass.Inbox))
        {
            yield return "--Hubs:durable:Inbox=Durable";
            yield return $"--Hubs:durable:InboxMessages={KeptMessages}";
        }
    }
}
