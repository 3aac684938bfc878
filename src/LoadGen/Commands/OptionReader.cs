using System.CommandLine;
using System.Globalization;

namespace Sws.LoadGen.Commands;

/// <summary>Reads option values as text and collects every problem as one line that names the option and says what is allowed.</summary>
internal sealed class OptionReader(ParseResult result)
{
    private readonly List<string> _problems = [];

    /// <summary>Problems so far, in the order of reading.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Adds a problem that involves more than one option.</summary>
    public void Fail(string problem) => _problems.Add(problem);

    /// <summary>The text, or null when the option was not given.</summary>
    public string? Text(Option<string> option) => result.GetValue(option);

    /// <summary>All values of an option that may be repeated or hold a comma-separated list.</summary>
    public IReadOnlyList<string> List(Option<string[]> option) =>
        [.. (result.GetValue(option) ?? []).SelectMany(v => v.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>True when a switch was given.</summary>
    public bool Flag(Option<bool> option) => result.GetValue(option);

    /// <summary>A whole number within bounds, or the fallback when the option was not given.</summary>
    public int Int(Option<string> option, int fallback, int min, int max)
    {
        var text = Text(option);
        if (text is null)
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        return Bad(option, text, $"a whole number from {min} to {max}", fallback);
    }

    /// <summary>A number per second greater than 0, or the fallback.</summary>
    public double? Rate(Option<string> option, double? fallback)
    {
        var text = Text(option);
        if (text is null)
        {
            return fallback;
        }

        return Units.TryNumber(text, out var value) && value is > 0 and <= 10_000_000
            ? value
            : Bad(option, text, "a number per second above 0 and up to 10000000", fallback);
    }

    /// <summary>A duration of at least the minimum, or the fallback.</summary>
    public TimeSpan Duration(Option<string> option, TimeSpan fallback, TimeSpan min)
    {
        var text = Text(option);
        if (text is null)
        {
            return fallback;
        }

        return Units.TryDuration(text, out var value) && value >= min
            ? value
            : Bad(option, text, $"a duration such as 500ms, 10s, 5m or 1h, at least {Units.FormatMicroseconds(min.TotalMicroseconds)}", fallback);
    }

    /// <summary>A number of bytes within bounds, or the fallback.</summary>
    public int Size(Option<string> option, int fallback, int min, int max)
    {
        var text = Text(option);
        if (text is null)
        {
            return fallback;
        }

        return Units.TrySize(text, out var value) && value >= min && value <= max
            ? value
            : Bad(option, text, $"a size in bytes from {min} to {max}, such as 256 or 4KiB", fallback);
    }

    /// <summary>One of a few words, or the fallback.</summary>
    public string Choice(Option<string> option, string fallback, params IReadOnlyCollection<string> allowed)
    {
        var text = Text(option);
        return text is null || allowed.Contains(text) ? text ?? fallback : Bad(option, text, $"one of {string.Join(", ", allowed)}", fallback);
    }

    /// <summary>The path of a file that must exist, or null.</summary>
    public string? ExistingFile(Option<string> option)
    {
        var path = Text(option);
        return path is null || File.Exists(path) ? path : Bad(option, path, "a file that exists", path);
    }

    /// <summary>The path of a file to write, whose folder must exist, or null.</summary>
    public string? NewFile(Option<string> option)
    {
        var path = Text(option);
        return path is null || (path.Length > 0 && !Directory.Exists(path) && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            ? path
            : Bad(option, path, "a file in a folder that exists", path);
    }

    /// <summary>Reports a wrong value of an option.</summary>
    public T Bad<T>(Option option, string text, string allowed, T fallback)
    {
        _problems.Add($"{option.Name}: '{text}' is not {allowed}");
        return fallback;
    }
}
