using Sws.Client;
using Sws.Testing;

namespace Sws.EndToEnd.Tests;

internal static class Echo
{
    /// <summary>Sends one record of each size, all at once, and wants each back, in order and byte-equal.</summary>
    public static async Task AssertAsync(SwsConnection connection, IReadOnlyList<int> sizes)
    {
        var records = sizes.Select(size => Enumerable.Range(0, size).Select(index => (byte)((index * 31) + size)).ToArray()).ToList();
        var sending = Task.Run(async () =>
        {
            foreach (var record in records)
            {
                await connection.SendAsync(record);
            }
        });
        foreach (var record in records)
        {
            var received = await connection.ReceiveAsync().AsTask().Within(Timeouts.Step, $"the echo of {record.Length} bytes");
            Assert.True(received.HasValue, $"The connection ended: {connection.CloseStatus}");
            Assert.Equal(record, received.Value.ToArray());
        }

        await sending;
    }
}
