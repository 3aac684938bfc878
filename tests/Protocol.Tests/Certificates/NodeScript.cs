using System.ComponentModel;
using System.Diagnostics;

namespace Sws.Protocol.Tests.Certificates;

/// <summary>Runs JavaScript in the reference engine.</summary>
internal static class NodeScript
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Runs a script with that input; fails the test when node is missing, takes too long or exits with an error.</summary>
    /// <param name="script">JavaScript source, given to <c>node -e</c>.</param>
    /// <param name="input">What the script reads from standard input.</param>
    /// <param name="directory">Where it runs; decides which packages <c>require</c> finds.</param>
    /// <returns>Standard output.</returns>
    public static Task<string> RunAsync(string script, string input = "", string? directory = null) =>
        RunNodeAsync(["-e", script], input, directory);

    /// <summary>Runs a command that is a JavaScript file, as <see cref="RunAsync"/> runs a script.</summary>
    public static Task<string> RunFileAsync(string path, IReadOnlyList<string> arguments, string directory) =>
        RunNodeAsync([path, .. arguments], "", directory);

    private static async Task<string> RunNodeAsync(IReadOnlyList<string> arguments, string input, string? directory)
    {
        using var node = Start(arguments, directory);
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            var output = node.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = node.StandardError.ReadToEndAsync(deadline.Token);
            await node.StandardInput.WriteAsync(input.AsMemory(), deadline.Token);
            node.StandardInput.Close();
            await node.WaitForExitAsync(deadline.Token);
            Assert.True(node.ExitCode == 0, $"node exited with {node.ExitCode}: {await errors}");
            return await output;
        }
        catch (OperationCanceledException)
        {
            node.Kill(entireProcessTree: true);
            Assert.Fail($"node did not finish its script within {Deadline.TotalSeconds} s");
            throw;
        }
    }

    private static Process Start(IReadOnlyList<string> arguments, string? directory)
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? AppContext.BaseDirectory,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Fail("node is missing; install it with: apt-get install -y nodejs npm");
            throw;
        }
    }
}
