using Sws.Testing;

namespace Sws.EndToEnd.Tests.Api;

/// <summary>A gateway and its operator.</summary>
public sealed class AdminFixture : IAsyncLifetime
{
    private GatewayProcess? _gateway;
    private AdminClient? _admin;

    public GatewayProcess Gateway => _gateway ?? throw new InvalidOperationException("The gateway has not started.");

    public AdminClient Admin => _admin ?? throw new InvalidOperationException("The gateway has not started.");

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayProcess.StartAsync(
            "--Hubs:rules:RequireCert=false", "--Hubs:rules:Permissions:0:Allow:0=webpubsub.joinLeaveGroup.room.*", "--Hubs:rules:Permissions:0:Name=rooms");
        _admin = AdminClient.Of(_gateway);
    }

    public async ValueTask DisposeAsync()
    {
        _admin?.Dispose();
        if (_gateway is not null)
        {
            await using (_gateway)
            {
                await _gateway.StopAsync();
                Assert.Empty(_gateway.ErrorLogs());
            }
        }
    }
}
