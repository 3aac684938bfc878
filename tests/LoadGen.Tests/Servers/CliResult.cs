namespace Sws.LoadGen.Tests.Servers;

/// <summary>What a command returned and wrote.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error);
