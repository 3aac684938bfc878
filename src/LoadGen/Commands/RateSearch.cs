using Sws.LoadGen.Reports;

namespace Sws.LoadGen.Commands;

/// <summary>Finds the highest rate that works: doubling, then halving the interval. A first rate that fails is halved until one works.</summary>
/// <param name="bounds">Where to search.</param>
/// <param name="tryRate">Tries one rate.</param>
internal sealed class RateSearch(SearchBounds bounds, Func<double, Task<SearchStep>> tryRate)
{
    // 2^20 is beyond any --to; a search that has not ended by then never will.
    private const int MaxSteps = 60;

    // Below this there is no point in asking.
    private const double LowestRate = 1;

    private readonly List<SearchStep> _steps = [];

    /// <summary>Runs the search. Returns every step, in order.</summary>
    public async Task<IReadOnlyList<SearchStep>> RunAsync()
    {
        double good = 0;
        var bad = double.PositiveInfinity;
        var rate = bounds.From;
        while (_steps.Count < MaxSteps)
        {
            var step = await tryRate(rate).ConfigureAwait(false);
            _steps.Add(step);
            (good, bad) = step.Met ? (rate, bad) : (good, rate);
            if (good >= bounds.To || (good > 0 && bad / good <= 1 + (bounds.WithinPercent / 100.0)) || bad <= LowestRate)
            {
                break;
            }

            rate = Next(good, bad);
        }

        return _steps;
    }

    /// <summary>The rate at which the generator reached its limit, if that is what bounds the answer; null when the server did.</summary>
    public static double? LimitedAt(IReadOnlyList<SearchStep> steps) =>
        steps.Where(s => !s.Met).MinBy(s => s.Rate) is { GeneratorLimited: true } bound ? bound.Rate : null;

    private double Next(double good, double bad) => (good, bad) switch
    {
        (_, double.PositiveInfinity) => Math.Min(good * 2, bounds.To),
        (0, _) => Math.Max(LowestRate, bad / 2),
        _ => (good + bad) / 2,
    };
}
