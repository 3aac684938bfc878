using System.Collections.Concurrent;
using System.Globalization;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Trust;

/// <summary>The server's version 2 key changes under clients that keep connecting, and none of them notices.</summary>
public sealed class RotationTests
{
    private const string CountVariable = "SWS_ROTATION_HANDSHAKES";

    /// <summary>SWS_ROTATION_HANDSHAKES=10000 makes this the long run, with an epoch of 5 s.</summary>
    [Fact]
    public async Task Rotation_UnderContinuousConnects_FailsNoHandshake()
    {
        int? wanted = int.TryParse(Environment.GetEnvironmentVariable(CountVariable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
        await using GatewayProcess gateway = await GatewayProcess.StartAsync($"--Trust:KeyEpoch={(wanted is null ? "00:00:01" : "00:00:05")}");
        ConcurrentDictionary<string, int> keys = new();
        int done = 0;
        long began = TimeProvider.System.GetTimestamp();

        // Until three keys were seen, and as many handshakes as were asked for.
        bool IsEnough() => wanted is { } count ? Volatile.Read(ref done) >= count : keys.Count >= 4;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            while (!IsEnough())
            {
                Assert.True(wanted is not null || TimeProvider.System.GetElapsedTime(began) < Timeouts.Process, $"After a minute there were {keys.Count} keys.");
                await using RawSwsClient client = await RawSwsClient.OpenAsync(gateway.Url("echo"), version: 2);
                await client.SendAsync("hello");
                await client.ReadAsync("the echo");
                keys.AddOrUpdate(Convert.ToHexString(client.ServerPublicKey), 1, static (_, count) => count + 1);
                Interlocked.Increment(ref done);
            }
        }));
        Assert.True(keys.Count >= 3, $"{done} handshakes saw {keys.Count} keys.");
        Assert.Empty(gateway.ErrorLogs());
        TestContext.Current.TestOutputHelper?.WriteLine($"{done} handshakes, 0 failed, {keys.Count} keys");
    }
}
