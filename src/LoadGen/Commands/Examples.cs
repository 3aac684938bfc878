namespace Sws.LoadGen.Commands;

/// <summary>The examples that each command's help ends with.</summary>
internal static class Examples
{
    /// <summary>Description and examples as the help shows them.</summary>
    public static string With(string description, params string[] commandLines) =>
        description + "\n\nExamples:\n" + string.Join("\n", commandLines.Select(line => "  loadgen " + line));
}
