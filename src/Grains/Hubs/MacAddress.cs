namespace Sws.Grains.Hubs;

/// <summary>MAC addresses as rules compare them.</summary>
public static class MacAddress
{
    private const int Octets = 6;

    /// <summary>The address as six pairs of lower-case digits with <c>:</c> between them.</summary>
    /// <param name="text">Six hexadecimal pairs separated by <c>:</c> or <c>-</c>.</param>
    /// <returns>Null when it is none.</returns>
    public static string? Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length != (Octets * 3) - 1)
        {
            return null;
        }

        for (int index = 0; index < text.Length; index++)
        {
            if (index % 3 == 2 ? text[index] is not (':' or '-') : !char.IsAsciiHexDigit(text[index]))
            {
                return null;
            }
        }

        return text.Replace('-', ':').ToLowerInvariant();
    }
}
