namespace Sws.Gateway.Tests.Commands;

/// <summary>What a command left behind.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error);
