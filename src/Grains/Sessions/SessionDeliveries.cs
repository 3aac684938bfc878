using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Sessions;

/// <summary>
/// The ways from a silo's sessions to the observers of edges. Sessions share calls: an observer has one under way, and what is
/// delivered meanwhile goes with the next, so that a message costs less the more there are. The order of what one session is sent
/// is kept by its grain, which delivers nothing before it has an answer.
/// </summary>
internal sealed class SessionDeliveries(TimeProvider time)
{
    // Bound one call.
    private const int MaxDeliveries = 256;
    private const long MaxBytes = 1024 * 1024;

    // Far longer than an edge takes that is well. Whoever comes behind a call that has no answer for this long does not wait for
    // it, so that all sessions at an edge that hangs learn of that after as long as one.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Dictionary<IEdgeObserver, Way> _ways = [];

    /// <summary>Delivers messages to a session.</summary>
    /// <param name="observer">The observer that serves the session.</param>
    /// <param name="delivery">The messages.</param>
    /// <returns>Whether the edge has taken them. Fails as the call does; then they may have been taken.</returns>
    public Task<bool> DeliverAsync(IEdgeObserver observer, SessionDelivery delivery)
    {
        Parcel parcel = new(delivery);
        lock (_gate)
        {
            if (!_ways.TryGetValue(observer, out Way? way))
            {
                _ways.Add(observer, way = new Way(this, observer));
            }

            way.Waiting.Enqueue(parcel);
            if (way.UnderWay == 0 || time.GetElapsedTime(way.Began) > Patience)
            {
                way.UnderWay++;
                way.Began = time.GetTimestamp();

                // Not as the grain whose turn this is: the call is for others, too.
                ThreadPool.UnsafeQueueUserWorkItem(way, preferLocal: true);
            }
        }

        return parcel.Task;
    }

    private async Task SendWaitingAsync(Way way)
    {
        for (List<Parcel> parcels = Take(way, isFirst: true); parcels.Count > 0; parcels = Take(way, isFirst: false))
        {
            await SendAsync(way.Observer, parcels);
        }
    }

    /// <summary>What goes with the next call. Nothing when there is none, or another call is under way that what waits goes behind.</summary>
    private List<Parcel> Take(Way way, bool isFirst)
    {
        List<Parcel> parcels = [];
        lock (_gate)
        {
            long bytes = 0;
            while ((isFirst || way.UnderWay == 1) && parcels.Count < MaxDeliveries && bytes < MaxBytes && way.Waiting.TryDequeue(out Parcel? parcel))
            {
                parcels.Add(parcel);
                bytes += parcel.Bytes;
            }

            way.Began = time.GetTimestamp();
            if (parcels.Count == 0 && --way.UnderWay == 0)
            {
                _ways.Remove(way.Observer);
            }
        }

        return parcels;
    }

    private static async Task SendAsync(IEdgeObserver observer, List<Parcel> parcels)
    {
        try
        {
            IReadOnlyList<int> refused = await observer.DeliverToSessionsAsync(parcels.ConvertAll(static parcel => parcel.Delivery));
            foreach (int index in refused)
            {
                parcels[index].SetResult(false);
            }

            parcels.ForEach(static parcel => parcel.TrySetResult(true));
        }
        catch (Exception exception)
        {
            // Each of them has a grain that knows what that means to it.
            parcels.ForEach(parcel => parcel.TrySetException(exception));
        }
    }

    private sealed class Way(SessionDeliveries owner, IEdgeObserver observer) : IThreadPoolWorkItem
    {
        public IEdgeObserver Observer { get; } = observer;

        public Queue<Parcel> Waiting { get; } = new();

        public int UnderWay { get; set; }

        /// <summary>When the last of the calls under way began.</summary>
        public long Began { get; set; }

        public void Execute() => _ = owner.SendWaitingAsync(this);
    }

    private sealed class Parcel(SessionDelivery delivery) : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public SessionDelivery Delivery { get; } = delivery;

        // Once, and by the grain whose delivery it is: whoever takes it holds the lock of all.
        public long Bytes { get; } = BytesOf(delivery.Messages);

        private static long BytesOf(IReadOnlyList<DirectMessage> messages)
        {
            long bytes = 0;
            for (int index = 0; index < messages.Count; index++)
            {
                bytes += DataOf(messages[index].Content)?.Bytes.Length ?? 0;
            }

            return bytes;
        }

        private static Payload? DataOf(DirectContent content) => content switch
        {
            ClientData data => data.Data,
            InvocationRequest request => request.Data,
            InvocationOutcome outcome => outcome.Data,
            _ => null,
        };
    }
}
