using System.Security.Cryptography;
using Sws.Gateway.Diagnostics;
using Sws.Gateway.Options;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Trust;
using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;

namespace Sws.Gateway.Trust;

/// <summary>
/// Replaces the version 2 key once per epoch: makes a pair that never leaves this process's memory, proves to the
/// cluster's authority that it holds it, and has it certified.
/// </summary>
internal sealed partial class EpochRotation(
    EdgeIdentities identities,
    IGrainFactory grains,
    GatewaySettings settings,
    EdgeMetrics metrics,
    TimeProvider time,
    ILogger<EpochRotation> logger) : BackgroundService
{
    // At 2 000 handshakes a second for ten minutes; 16 bytes a hello and the set's overhead make about 60 MiB.
    private const int GuardCapacity = 1_200_000;
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>Makes and certifies the first key. Call before the port opens.</summary>
    public async Task<bool> TryRotateAsync()
    {
        BoxKeyPair pair = BoxKeyPair.GeneratePinned();
        string? certificate = null;
        try
        {
            certificate = await CertifyAsync(pair);
        }
        catch (Exception exception) when (exception.MeansNoAnswer())
        {
            LogAuthorityUnreachable(logger, exception);
        }

        if (certificate is null)
        {
            metrics.KeyRotated(succeeded: false);
            pair.Dispose();
            return false;
        }

        identities.Begin(new EpochIdentity(new ServerIdentity(pair, certificate, shared: true), new HelloGuard(GuardCapacity)));
        metrics.KeyRotated(succeeded: true);
        LogRotated(logger);
        return true;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long began = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(CheckInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (time.GetElapsedTime(began) >= settings.Limits.HandshakeTimeout)
            {
                identities.ForgetFormer();
            }

            bool isDue = time.GetElapsedTime(began) >= settings.Trust.KeyEpoch || identities.Epoch?.Guard.IsNearlyFull == true;
            if (identities.Epoch is null || !isDue || stoppingToken.IsCancellationRequested)
            {
                continue;
            }

            if (await TryRotateAsync())
            {
                began = time.GetTimestamp();
            }
            else
            {
                await Task.Delay(RetryInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<string?> CertifyAsync(BoxKeyPair pair)
    {
        ITrustGrain trust = grains.GetGrain<ITrustGrain>(0);
        byte[] publicKey = pair.PublicKey.ToArray();
        byte[] shared = new byte[SecretBox.KeyBytes];
        byte[] secret = new byte[32];
        try
        {
            if (await trust.ChallengeAsync(publicKey) is not { } challenge
                || !pair.TryShare(challenge.SenderPublicKey, shared)
                || !SecretBox.TryOpen(challenge.Box, challenge.Nonce, shared, secret))
            {
                return null;
            }

            // Twice the epoch: a client whose clock is behind, or an authority that cannot be reached, must not stop logins.
            return await trust.CertifyAsync(new KeyProof(
                publicKey, secret, settings.PublicNames, [.. settings.PublicAddresses.Select(address => address.ToString())], settings.Trust.KeyEpoch * 2));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shared);
        }
    }
}
