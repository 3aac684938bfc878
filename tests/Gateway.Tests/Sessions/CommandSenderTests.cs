using System.Reflection;
using Orleans.Serialization.Invocation;
using Sws.Gateway.Sessions;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Gateway.Tests.Sessions;

public sealed class CommandSenderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Send_FromAThreadThatReadsSockets_LeavesNothingBehindOnThoseThatGoOn(bool fails)
    {
        const int Calls = 1000;
        ISessionGrain grain = DispatchProxy.Create<ISessionGrain, AnsweringGrain>();
        ((AnsweringGrain)(object)grain).Failure = fails ? new TimeoutException() : null;
        SessionOpen open = new("chat", new ClientIdentity([1], [], 2, [192, 0, 2, 1]), null, Recoverable: false, new EdgeAddress("edge", null!));
        EdgeSession session = new("id", open, codec: null, grain, new SendQueueLimits(10, 1024));
        using SiloLoss silos = new(TimeProvider.System);
        CommandSender sender = new(silos, TestMetrics.Deliveries(), TimeProvider.System);

        // As a socket's thread does: it makes call after call, and others go on with the answers.
        Thread socket = new(() =>
        {
            for (int call = 0; call < Calls; call++)
            {
                using ManualResetEventSlim answered = new();
                _ = SendAsync(answered);
                answered.Wait(TestContext.Current.CancellationToken);
            }
        });
        socket.Start();
        socket.Join();

        GC.Collect();
        int kept = ((AnsweringGrain)(object)grain).Receivers.Count(receiver => receiver.IsAlive);
        Assert.InRange(kept, 0, Calls / 10);

        async Task SendAsync(ManualResetEventSlim answered)
        {
            await sender.SendAsync(session, 1, []);
            answered.Set();
        }
    }

    /// <summary>A grain whose answers are received as Orleans receives them.</summary>
    public class AnsweringGrain : DispatchProxy
    {
        /// <summary>What calls fail with, if they do.</summary>
        public Exception? Failure { get; set; }

        /// <summary>What received the answers.</summary>
        public List<WeakReference> Receivers { get; } = [];

        /// <inheritdoc/>
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            ResponseCompletionSource<CommandResults> receiver = ResponseCompletionSourcePool.Get<CommandResults>();
            Receivers.Add(new WeakReference(receiver));
            ValueTask<CommandResults> answer = receiver.AsValueTask()!;
            ThreadPool.UnsafeQueueUserWorkItem(
                answered =>
                {
                    if (Failure is { } failure)
                    {
                        answered.SetException(failure);
                    }
                    else
                    {
                        answered.SetResult(new CommandResults(SessionStatus.Ok, []));
                    }
                },
                receiver,
                preferLocal: false);
            return answer;
        }
    }
}
