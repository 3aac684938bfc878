using Sws.Chaos.History;

namespace Sws.Chaos.Checking;

/// <summary>Who has gone must not be shown as present for longer than 20 s.</summary>
internal sealed class PresenceRules(Verdict verdict)
{
    private static readonly long Allowed = (long)TimeSpan.FromSeconds(20).TotalMicroseconds;

    private readonly Dictionary<string, HistoryEvent> _gone = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _current = new(StringComparer.Ordinal);

    public void Note(HistoryEvent happened)
    {
        switch (happened.Kind)
        {
            case EventKind.Opened or EventKind.Restarted when happened.Session is { } session:
                if (_current.TryGetValue(happened.Client, out var before))
                {
                    _gone.TryAdd(before, happened);
                }

                _current[happened.Client] = session;
                break;
            case EventKind.Closed when _current.Remove(happened.Client, out var last):
                _gone.TryAdd(last, happened);
                break;
        }
    }

    public void Check(HistoryEvent present)
    {
        foreach (var session in present.Sessions ?? [])
        {
            if (_gone.TryGetValue(session, out var gone) && present.At - gone.At > Allowed)
            {
                verdict.Report(
                    ViolationKind.Ghost,
                    null,
                    $"{present.Client} is shown a session of {gone.Client} in {present.Stream} {(present.At - gone.At) / 1e6:0.0} s after it had gone",
                    gone,
                    present with { Sessions = [session] });
            }
        }
    }
}
