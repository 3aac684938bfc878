using Sws.LoadGen.Measuring;
using Sws.LoadGen.Scenarios;

namespace Sws.LoadGen.Workers;

/// <summary>Cuts a run into intervals: each call tells what happened since the last.</summary>
internal sealed class ProgressReporter(ScenarioContext context, Scenario scenario)
{
    private long _sent;
    private long _received;
    private long _errors;

    /// <summary>What happened since the last call.</summary>
    /// <param name="second">The second of the measured part that it is counted to, from 1.</param>
    public ProgressMessage Next(int second)
    {
        var (sent, received, errors) = (context.Counters.Sent, scenario.Completed, context.Errors.Total);
        var message = new ProgressMessage(
            second,
            sent - _sent,
            received - _received,
            errors - _errors,
            scenario.OpenConnections,
            Histograms.Encode(context.Latency.TakeInterval()),
            Histograms.Encode(context.Handshake.TakeInterval()),
            Histograms.Encode(context.Lag.TakeInterval()));
        (_sent, _received, _errors) = (sent, received, errors);
        return message;
    }
}
