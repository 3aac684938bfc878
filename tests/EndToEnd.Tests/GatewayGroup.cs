namespace Sws.EndToEnd.Tests;

/// <summary>The test classes that share one gateway.</summary>
[CollectionDefinition]
public sealed class GatewayGroup : ICollectionFixture<GatewayFixture>;
