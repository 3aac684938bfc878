using Sws.LoadGen.Commands;
using Sws.LoadGen.Reports;

namespace Sws.LoadGen.Tests.Commands;

public sealed class RateSearchTests
{
    [Theory]
    [InlineData(1000, 13_700)]
    [InlineData(1000, 1000)]
    [InlineData(8000, 950)]
    public async Task Run_ServerWithALimit_FindsItWithinThePrecision(double from, double limit)
    {
        var steps = await SearchAsync(new SearchBounds(from, 1_000_000, 5), limit);

        var best = steps.Where(s => s.Met).Max(s => s.Rate);
        Assert.InRange(best, limit / 1.06, limit);
        Assert.InRange(steps.Count, 1, 20);
    }

    [Fact]
    public async Task Run_ServerWithoutALimit_StopsAtTheHighestRate() =>
        Assert.Equal(5000, (await SearchAsync(new SearchBounds(1000, 5000, 5), double.MaxValue)).Max(s => s.Rate));

    [Fact]
    public async Task Run_ServerThatKeepsNothing_EndsWithoutAnAnswer() =>
        Assert.DoesNotContain(await SearchAsync(new SearchBounds(1000, 5000, 5), 0), s => s.Met);

    [Theory]
    [InlineData(2000, 4000.0)]
    [InlineData(3000, null)]
    public void LimitedAt_OnlyTheStepThatBoundsTheAnswerCounts(double broken, double? expected)
    {
        SearchStep[] steps =
        [
            new(1000, 1000, 0, Met: true, GeneratorLimited: false),
            new(4000, 3000, 0, Met: false, GeneratorLimited: true),
            new(broken, broken, 0, Met: broken == 2000, GeneratorLimited: false),
        ];

        Assert.Equal(expected, RateSearch.LimitedAt(steps));
    }

    private static Task<IReadOnlyList<SearchStep>> SearchAsync(SearchBounds bounds, double limit) =>
        new RateSearch(bounds, rate => Task.FromResult(new SearchStep(rate, rate, 0, rate <= limit, false))).RunAsync();
}
