using System.Text.Json;
using Sws.Testing;

namespace Sws.EndToEnd.Tests;

/// <summary>One gateway in a process of its own for all tests that need nothing special of it.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    private GatewayProcess? _gateway;
    private JsonElement? _certificates;

    /// <summary>Speaks version 2 only, asks for no certificate, echoes.</summary>
    public const string Version2Hub = "two";

    /// <summary>Speaks version 2 only, requires a certificate and compares its addresses, echoes.</summary>
    public const string LockedHub = "locked";

    /// <summary>As <see cref="LockedHub"/>, with the address check off.</summary>
    public const string AnywhereHub = "anywhere";

    public GatewayProcess Gateway => _gateway ?? throw new InvalidOperationException("The gateway has not started.");

    public async ValueTask InitializeAsync() => _gateway = await GatewayProcess.StartAsync(
        $"--Hubs:{Version2Hub}:Versions=2", $"--Hubs:{Version2Hub}:RequireCert=false", $"--Hubs:{Version2Hub}:Handler=echo",
        $"--Hubs:{LockedHub}:Versions=2", $"--Hubs:{LockedHub}:RequireCert=true", $"--Hubs:{LockedHub}:Handler=echo",
        $"--Hubs:{AnywhereHub}:Versions=2", $"--Hubs:{AnywhereHub}:RequireCert=true", $"--Hubs:{AnywhereHub}:Handler=echo",
        $"--Hubs:{AnywhereHub}:AddressCheck=Off");

    /// <summary>Client certificates of this gateway's authority as the reference makes them, right and wrong, by name; made once.</summary>
    public async Task<JsonElement> CertificatesAsync() =>
        _certificates ??= (await NodeProcess.RunAsync("certificates.mjs", "--ca-key", Gateway.CaKeyFile)).GetProperty("certificates");

    /// <summary>Stops it as an orchestrator would; whatever the tests did, it must have logged no error and exit with 0.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_gateway is null)
        {
            return;
        }

        await using (_gateway)
        {
            await _gateway.StopAsync();

            // The whole text: nobody can make the process say it again.
            string errors = string.Join('\n', _gateway.ErrorLogs());
            Assert.True(errors.Length == 0, errors);
        }
    }
}
