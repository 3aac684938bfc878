using System.Globalization;
using System.Net;
using Sws.Grains.Hubs;

namespace Sws.Gateway.Options;

/// <summary>
/// Reads typed values out of the configuration and collects every problem instead of stopping at the first: key, what is
/// wrong, what is allowed. Remembers the keys it was asked for, so that a misspelt one can be named.
/// </summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The problems found so far, one line each.</summary>
    public List<string> Problems { get; } = [];

    public string Text(string key, string fallback) => Value(key) ?? fallback;

    public string? TextOrNull(string key) => Value(key);

    public int Integer(string key, int fallback, int min, int max)
    {
        if (Value(key) is not { } text)
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max)
        {
            return value;
        }

        Report(key, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}"));
        return fallback;
    }

    public int Port(string key, int fallback) => Integer(key, fallback, 0, 65535);

    public TimeSpan Duration(string key, TimeSpan fallback, TimeSpan min, TimeSpan max)
    {
        if (Value(key) is not { } text)
        {
            return fallback;
        }

        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan value) && value >= min && value <= max)
        {
            return value;
        }

        Report(key, $"must be a time span hh:mm:ss from {min:c} to {max:c}");
        return fallback;
    }

    public bool Flag(string key, bool fallback)
    {
        if (Value(key) is not { } text)
        {
            return fallback;
        }

        if (bool.TryParse(text, out bool value))
        {
            return value;
        }

        Report(key, "must be true or false");
        return fallback;
    }

    public T Choice<T>(string key, T fallback)
        where T : struct, Enum
    {
        if (Value(key) is not { } text)
        {
            return fallback;
        }

        // Enum.TryParse takes numbers, too; the names are the contract.
        string? name = Enum.GetNames<T>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (name is not null)
        {
            return Enum.Parse<T>(name);
        }

        Report(key, "must be one of " + string.Join(", ", Enum.GetNames<T>()));
        return fallback;
    }

    public IPAddress? Address(string key)
    {
        if (Value(key) is not { } text)
        {
            return null;
        }

        if (IPAddress.TryParse(text, out IPAddress? address))
        {
            return address;
        }

        Report(key, "must be an IP address");
        return null;
    }

    public Uri? Url(string key)
    {
        if (Value(key) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https")
        {
            return url;
        }

        Report(key, "must be a URL that begins with http:// or https://");
        return null;
    }

    /// <summary>A list: children of the key, or one value with commas.</summary>
    public IReadOnlyList<string> List(string key, params string[] fallback)
    {
        List<string> children = [.. configuration.GetSection(key).GetChildren().Select(child => Value(child.Path)).OfType<string>()];
        if (children.Count > 0)
        {
            return children;
        }

        return Value(key) is { } text ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : fallback;
    }

    /// <summary>A list of networks and addresses.</summary>
    public List<IPNetwork> NetworkList(string key)
    {
        List<IPNetwork> networks = [];
        foreach (string text in List(key))
        {
            if (Networks.TryParse(text, out IPNetwork network))
            {
                networks.Add(network);
            }
            else
            {
                Report(key, "must list IP addresses and networks such as 10.0.0.0/8, with no bit set behind the prefix");
            }
        }

        return networks;
    }

    /// <summary>Whether anything stands under a key, an empty value or list included.</summary>
    public bool IsPresent(string key) => configuration.GetSection(key) is var section && (section.Value is not null || section.GetChildren().Any());

    public IEnumerable<string> Children(string key) => configuration.GetSection(key).GetChildren().Select(child => child.Key);

    public void Report(string key, string problem) => Problems.Add($"{key}: {problem}.");

    /// <summary>Reports those of some keys that are set though another one makes them mean nothing.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="where">The other one's value, and what to do.</param>
    public void ReportUseless(IEnumerable<string> keys, string where)
    {
        foreach (string key in keys.Where(key => TextOrNull(key) is not null))
        {
            Report(key, $"is of no use where {where}");
        }
    }

    /// <summary>Reports every key under the named sections that nobody asked for.</summary>
    public void ReportUnknown(params string[] sections)
    {
        foreach (string section in sections)
        {
            foreach (KeyValuePair<string, string?> entry in configuration.GetSection(section).AsEnumerable())
            {
                if (entry.Value is not null && !_known.Contains(entry.Key))
                {
                    Report(entry.Key, "is not a known key; docs/configuration.md lists them");
                }
            }
        }
    }

    private string? Value(string key)
    {
        _known.Add(key);
        string? value = configuration[key];
        return string.IsNullOrWhiteSpace(value) ? null : value.Trim();
    }
}
