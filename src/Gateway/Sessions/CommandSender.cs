using Sws.Gateway.Diagnostics;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Gateway.Sessions;

/// <summary>
/// Hands commands to a session's grain, and keeps on when its silo dies: the grain comes back elsewhere within seconds.
/// Commands that carry an ackId are sent again, which that makes safe; others are carried out at most once.
/// </summary>
internal sealed class CommandSender(SiloLoss silos, DeliveryMetrics metrics, TimeProvider time)
{
    // A silo's death is seen in 2 s, a hang in 8; and a publish that waits for an edge that hangs takes 9.3 s.
    private static readonly TimeSpan RetryFor = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(1);

    /// <summary>Carries commands out.</summary>
    /// <param name="session">The session.</param>
    /// <param name="generation">The attach number of the socket that they came on, which may not be the session's newest.</param>
    /// <param name="commands">The commands.</param>
    /// <returns>The results, with indexes into <paramref name="commands"/>. Those that may not have been carried out say <c>Unavailable</c>.</returns>
    public async ValueTask<CommandResults> SendAsync(EdgeSession session, long generation, IReadOnlyList<SessionCommand> commands)
    {
        metrics.BatchSent(commands.Count);
        CommandBatch batch = new(generation, commands);
        return await TryAsync(session, batch) ?? await SendAgainAsync(session, generation, commands);
    }

    private async Task<CommandResults> SendAgainAsync(EdgeSession session, long generation, IReadOnlyList<SessionCommand> commands)
    {
        // Indexes of what may be sent again; what the client has used its ackId for before keeps its answer.
        int[] again = [.. Enumerable.Range(0, commands.Count).Where(index => commands[index].GetAckId() is not null)];
        long began = time.GetTimestamp();
        for (TimeSpan delay = FirstDelay; again.Length > 0 && time.GetElapsedTime(began) < RetryFor; delay = delay * 2 < MaxDelay ? delay * 2 : MaxDelay)
        {
            await Task.Delay(delay, time);
            CommandBatch batch = new(generation, [.. again.Select(index => commands[index])], IsRepeat: true);
            if (await TryAsync(session, batch) is { } results)
            {
                return results with { Results = Merge(session, commands, again, results.Results) };
            }
        }

        return new CommandResults(SessionStatus.Ok, [.. commands.Select((_, index) => new CommandResult(index, OperationErrors.Unavailable))]);
    }

    private static List<CommandResult> Merge(
        EdgeSession session, IReadOnlyList<SessionCommand> commands, int[] sent, IReadOnlyList<CommandResult> results)
    {
        List<CommandResult> merged = [.. results.Select(result => Translate(session, commands, sent[result.Index], result.Error))];
        merged.AddRange(Enumerable.Range(0, commands.Count).Except(sent).Select(index => new CommandResult(index, OperationErrors.Unavailable)));
        merged.Sort((one, other) => one.Index.CompareTo(other.Index));
        return merged;
    }

    private static CommandResult Translate(EdgeSession session, IReadOnlyList<SessionCommand> commands, int index, OperationError? error)
    {
        // A duplicate that the client never had an answer to is the doing of the call before, which was carried out.
        bool wasOurs = error == OperationErrors.Duplicate && !session.HasCarriedOut(commands[index].GetAckId()!.Value);
        return new CommandResult(index, wasOurs ? null : error);
    }

    private async ValueTask<CommandResults?> TryAsync(EdgeSession session, CommandBatch batch)
    {
        try
        {
            CommandResults results = await session.Grain.ReceiveAsync(batch, silos.Token);
            if (results.Status == SessionStatus.Unknown)
            {
                await session.RestoreGrainAsync(silos.Token);
                results = await session.Grain.ReceiveAsync(batch, silos.Token);
            }

            return results.Status is SessionStatus.Unknown or SessionStatus.Moving ? null : results;
        }
        catch (Exception exception) when (exception.MeansNoAnswer())
        {
            return null;
        }
        finally
        {
            AnswerPool.Drop<CommandResults>();
        }
    }
}
