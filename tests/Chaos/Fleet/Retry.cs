using Sws.Client;

namespace Sws.Chaos.Fleet;

/// <summary>What a round begins with is tried again: a busy machine is no fault of the gateway.</summary>
internal static class Retry
{
    private const int Attempts = 8;

    public static async Task<T> WhileTemporaryAsync<T>(Func<Task<T>> attempt)
    {
        for (var number = 1; ; number++)
        {
            try
            {
                return await attempt();
            }
            catch (SwsException e) when (number < Attempts && e is (SwsConnectException { MayRetry: true } or SwsAckException { Temporary: true }))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
            }
        }
    }
}
