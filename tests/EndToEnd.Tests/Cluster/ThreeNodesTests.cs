namespace Sws.EndToEnd.Tests.Cluster;

/// <summary>Three nodes that are edge and silo.</summary>
public sealed class ThreeNodesTests(ThreeNodesFixture cluster) : ExchangeTests(cluster), IClassFixture<ThreeNodesFixture>;
