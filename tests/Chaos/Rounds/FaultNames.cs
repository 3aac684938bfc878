using System.Text;

namespace Sws.Chaos.Rounds;

/// <summary>Faults as the command line writes them: <c>kill-edge</c>.</summary>
internal static class FaultNames
{
    public static IReadOnlyDictionary<string, FaultKind> All { get; } =
        Enum.GetValues<FaultKind>().ToDictionary(Of, kind => kind, StringComparer.Ordinal);

    public static string Of(FaultKind kind)
    {
        var name = new StringBuilder();
        foreach (var letter in kind.ToString())
        {
            if (char.IsAsciiLetterUpper(letter) && name.Length > 0)
            {
                name.Append('-');
            }

            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }
}
