using Sws.Testing;

namespace Sws.Chaos.Cluster;

/// <summary>What all nodes of a cluster have in common.</summary>
internal sealed record ClusterShared(ClusterPlan Plan, TemporaryFolder Folder, RedisProcess Redis, NetworkNamespaces? Network)
{
    public string AuthorityKey => Folder.At("ca", "ca.key");

    public string AuthorityCertificate => Folder.At("ca", "ca.cert");
}
