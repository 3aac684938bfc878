using System.Collections.Concurrent;
using Sws.Grains.Interfaces.Groups;

namespace Sws.Grains.Tests.Groups;

/// <summary>Makes the first publish to a group fail in a way that the group itself has no part in.</summary>
internal sealed class FailingPublishes : IIncomingGrainCallFilter
{
    private static readonly ConcurrentDictionary<string, Exception> Failures = new(StringComparer.Ordinal);

    /// <summary>The next publish to a group throws, once.</summary>
    /// <param name="key">The group's key.</param>
    /// <param name="exception">What it throws.</param>
    public static void FailNext(string key, Exception exception) => Failures[key] = exception;

    public Task Invoke(IIncomingGrainCallContext context) =>
        context.InterfaceMethod.Name == nameof(IGroupGrain.PublishAsync) && Failures.TryRemove(context.TargetId.Key.ToString()!, out Exception? failure)
            ? Task.FromException(failure)
            : context.Invoke();
}
