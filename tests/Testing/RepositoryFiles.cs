namespace Sws.Testing;

/// <summary>Where things are in the repository that these tests were built from.</summary>
public static class RepositoryFiles
{
    /// <summary>The folder that holds <c>Gateway.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release: the configuration that the running tests were built with.</summary>
    public static string Configuration { get; } = FindConfiguration();

    /// <summary>The full path of a file or folder named from the root.</summary>
    public static string At(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Gateway.sln.");
    }

    private static string FindConfiguration()
    {
        // …/bin/<configuration>/net10.0/
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return framework.Parent?.Name ?? throw new InvalidOperationException("The tests do not run from a build output folder.");
    }
}
