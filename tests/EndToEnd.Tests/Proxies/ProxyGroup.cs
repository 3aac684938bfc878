namespace Sws.EndToEnd.Tests.Proxies;

/// <summary>The test classes that share the proxies and the gateways behind them.</summary>
[CollectionDefinition]
public sealed class ProxyGroup : ICollectionFixture<ProxyFixture>;
