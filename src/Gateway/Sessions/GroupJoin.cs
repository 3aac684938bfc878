using Sws.Grains.Interfaces;
using Sws.Protocol.Messaging;

namespace Sws.Gateway.Sessions;

/// <summary>The outcome of joining a group.</summary>
/// <param name="Error">Why not, or null.</param>
/// <param name="Position">Where the group's history stands; null when it keeps none.</param>
/// <param name="CatchUp">Delivers what was missed; start it after the answer was queued. Null when there is nothing to deliver.</param>
internal readonly record struct GroupJoin(OperationError? Error, AckPosition? Position, Func<Task>? CatchUp)
{
    public static GroupJoin Failed(OperationError error) => new(error, null, null);
}
