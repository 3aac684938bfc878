using System.Diagnostics;

namespace Sws.LoadGen.Workers;

/// <summary>How this program starts itself again.</summary>
internal static class SelfCommand
{
    /// <summary>Fills in program and arguments: the executable beside this assembly, or dotnet with the assembly.</summary>
    public static void Fill(ProcessStartInfo start, params IReadOnlyCollection<string> arguments)
    {
        var assembly = typeof(SelfCommand).Assembly.Location;
        var executable = Path.ChangeExtension(assembly, OperatingSystem.IsWindows() ? ".exe" : null);
        if (File.Exists(executable))
        {
            start.FileName = executable;
        }
        else
        {
            start.FileName = "dotnet";
            start.ArgumentList.Add(assembly);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
    }
}
