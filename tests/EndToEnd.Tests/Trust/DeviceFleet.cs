using System.Buffers.Text;
using Sws.Protocol;
using Sws.Protocol.Certificates;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Trust;

/// <summary>A thousand live devices, of which ten are to be revoked.</summary>
internal sealed class DeviceFleet(CertificateAuthority authority) : IAsyncDisposable
{
    private const int Size = 1000;
    private const int RevokedCount = 10;

    private static readonly ParallelOptions AtATime = new() { MaxDegreeOfParallelism = 8 };

    private readonly Device[] _devices = [.. Enumerable.Range(0, Size).Select(_ => Device.Make(authority))];

    private Device[] Revoked => [.. _devices.Where((_, index) => IsRevoked(index))];

    /// <summary>Connects all, in turn to each of the hubs.</summary>
    public Task EnterAsync(params Uri[] urls) =>
        Parallel.ForAsync(0, Size, AtATime, async (index, _) => await _devices[index].EnterAsync(urls[index % urls.Length]));

    /// <summary>Revokes ten, one after the other, by certificate, gid and key, and waits for each to be closed; the others stay.</summary>
    /// <returns>The longest time from the answer, which comes when the entry is stored, to the end of the session.</returns>
    public async Task<TimeSpan> RevokeAsync(AdminClient admin)
    {
        TimeSpan longest = TimeSpan.Zero;
        foreach ((Device device, int number) in Revoked.Select((device, number) => (device, number)))
        {
            await admin.DoAsync(HttpMethod.Post, "/revocations", Entry(device, number));
            long answered = TimeProvider.System.GetTimestamp();
            await device.Client!.Socket.ExpectCloseAsync(CloseReason.CertificateRevoked);
            longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, TimeProvider.System.GetElapsedTime(answered).Ticks));
        }

        await Parallel.ForAsync(0, Size, AtATime, async (index, _) =>
        {
            if (!IsRevoked(index))
            {
                await _devices[index].EchoAsync();
            }
        });
        return longest;
    }

    /// <summary>Those that were revoked try again at every hub, and are not let in.</summary>
    public async Task ExpectRefusedAsync(params Uri[] urls)
    {
        foreach (Uri url in urls)
        {
            foreach (Device device in Revoked)
            {
                await using RawSwsClient client = await device.KnockAsync(url);
                await client.Socket.ExpectCloseAsync(CloseReason.CertificateRevoked);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Device device in _devices)
        {
            await device.DisposeAsync();
        }
    }

    private static bool IsRevoked(int index) => index % (Size / RevokedCount) == 7;

    private static object Entry(Device device, int number) => (number % 3) switch
    {
        0 => new { certificate = device.Certificate.Fingerprint, reason = "stolen" },
        1 => new { gid = device.Certificate.Gid },
        _ => new { publicKey = Base64Url.EncodeToString(device.Pair.PublicKey) },
    };
}
