using Orleans.Serialization.Invocation;

namespace Sws.Gateway.Sessions;

/// <summary>
/// Keeps Orleans' pools of the objects that receive answers from growing for ever. Each thread has one, without a bound: a call
/// takes an object from that of the thread that makes it, and awaiting its answer puts it into that of the thread that goes on.
/// Sockets' threads make calls that others go on with, so one object would pile up there with each message.
/// </summary>
internal static class AnswerPool
{
    /// <summary>
    /// Lets go of the object of the call that was awaited just now; on its thread, so with nothing awaited in between. Also when
    /// the call failed: while silos are away, all that clients try fails.
    /// </summary>
    /// <typeparam name="TAnswer">The call's answer.</typeparam>
    public static void Drop<TAnswer>() => _ = ResponseCompletionSourcePool.Get<TAnswer>();

    /// <summary>The same, for a call without an answer.</summary>
    public static void Drop() => _ = ResponseCompletionSourcePool.Get();
}
