using System.Globalization;

namespace Sws.LoadGen.Commands;

/// <summary>Durations and sizes as people write them on a command line.</summary>
internal static class Units
{
    private static readonly (string Suffix, double Milliseconds)[] DurationUnits =
        [("us", 0.001), ("µs", 0.001), ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)];

    private static readonly (string Suffix, long Bytes)[] SizeUnits =
        [("MiB", 1 << 20), ("KiB", 1 << 10), ("M", 1 << 20), ("k", 1 << 10), ("K", 1 << 10), ("B", 1)];

    /// <summary>Parses 250us, 500ms, 10s, 5m, 1h. Not negative, at most 30 days.</summary>
    public static bool TryDuration(string text, out TimeSpan duration)
    {
        duration = default;
        foreach (var (suffix, milliseconds) in DurationUnits)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && TryNumber(text[..^suffix.Length], out var number)
                && number * milliseconds <= TimeSpan.FromDays(30).TotalMilliseconds)
            {
                duration = TimeSpan.FromMilliseconds(number * milliseconds);
                return true;
            }
        }

        return false;
    }

    /// <summary>Parses 256, 256B, 4k, 4KiB, 1MiB: bytes, powers of 1024.</summary>
    public static bool TrySize(string text, out int bytes)
    {
        var unit = SizeUnits.FirstOrDefault(u => text.EndsWith(u.Suffix, StringComparison.Ordinal), ("", 1));
        bytes = 0;
        if (!long.TryParse(text[..^unit.Item1.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number > int.MaxValue / unit.Item2)
        {
            return false;
        }

        bytes = (int)(number * unit.Item2);
        return true;
    }

    /// <summary>Parses a plain decimal number that is not negative.</summary>
    public static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    /// <summary>A duration in the shortest unit that suits it: 12 µs, 3.4 ms, 1.25 s.</summary>
    public static string FormatMicroseconds(double microseconds) => microseconds switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{microseconds:0} µs"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1_000:0.##} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1_000_000:0.##} s"),
    };

    /// <summary>Bytes in the unit that suits them: 812 B, 6.9 kB, 1.2 GB (powers of 1000, as memory per connection is quoted).</summary>
    public static string FormatBytes(double bytes) => Math.Abs(bytes) switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes:0} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000:0.#} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000_000:0.##} GB"),
    };
}
