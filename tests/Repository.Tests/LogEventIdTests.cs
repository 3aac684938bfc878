using System.Globalization;
using System.Text.RegularExpressions;

namespace Sws.Repository.Tests;

public sealed partial class LogEventIdTests
{
    private static readonly IReadOnlyList<(string File, int Id)> Events =
    [
        .. from file in RepositoryTree.Sources("src")
           from attribute in LoggerMessage().Matches(RepositoryTree.Read(file))
           select (file, int.Parse(attribute.Groups[1].Value, CultureInfo.InvariantCulture)),
    ];

    [Fact]
    public void EventIds_OfAllLogMessages_AreUnique() =>
        Assert.Empty(Events.GroupBy(entry => entry.Id).Where(same => same.Count() > 1).Select(same => $"{same.Key}: {string.Join(", ", same.Select(entry => entry.File))}"));

    [Fact]
    public void EventIds_OfOneClass_AreOneRange()
    {
        // Nobody else's id lies between a class's first and last, so that a range filter finds a class.
        var ranges = Events.GroupBy(entry => entry.File)
            .Select(file => (File: file.Key, First: file.Min(entry => entry.Id), Last: file.Max(entry => entry.Id)))
            .OrderBy(range => range.First)
            .ToList();
        Assert.Empty(ranges.Zip(ranges.Skip(1)).Where(pair => pair.First.Last >= pair.Second.First).Select(pair => $"{pair.First.File} and {pair.Second.File}"));
    }

    [Fact]
    public void LogMessages_OfTheProduct_HaveIds()
    {
        var without =
            from file in RepositoryTree.Sources("src")
            let text = RepositoryTree.Read(file)
            where AnyLoggerMessage().Count(text) != LoggerMessage().Count(text)
            select file;
        Assert.Empty(without);
    }

    [Fact]
    public void LogTables_OfTheOperationsPage_HaveEveryEventOfTheGatewayAndNoOther()
    {
        var page = RepositoryTree.Read("docs/operations.md");
        var documented =
            from line in page[page.IndexOf("\n## Logs\n", StringComparison.Ordinal)..].Split('\n')
            let cell = FirstCell().Match(line)
            where cell.Success
            from id in Ids(cell.Groups[1].Value)
            select id;
        var events = Events.Where(entry => entry.File.StartsWith("src/Gateway/", StringComparison.Ordinal) || entry.File.StartsWith("src/Grains/", StringComparison.Ordinal)).Select(entry => entry.Id);
        Assert.Equal(events.Order(), documented.Order());
    }

    // "1101, 1204" and "1401–1404".
    private static IEnumerable<int> Ids(string cell) =>
        from part in cell.Split(',')
        let ends = part.Split('–').Select(id => int.Parse(id, CultureInfo.InvariantCulture)).ToArray()
        from id in Enumerable.Range(ends[0], ends[^1] - ends[0] + 1)
        select id;

    [GeneratedRegex(@"^\| (\d{4}[\d, –]*) \|")]
    private static partial Regex FirstCell();

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?:EventId\s*=\s*)?(\d+)")]
    private static partial Regex LoggerMessage();

    [GeneratedRegex(@"\[LoggerMessage\b")]
    private static partial Regex AnyLoggerMessage();
}
