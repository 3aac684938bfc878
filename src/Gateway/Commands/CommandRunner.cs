using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Sws.Gateway.Commands;

/// <summary>Runs the command line with the exit codes that scripts rely on.</summary>
internal static class CommandRunner
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The command was understood but failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong; nothing was done.</summary>
    public const int WrongUsage = 2;

    /// <summary>Parses and runs a command line; problems go to <paramref name="error"/>, one line each.</summary>
    public static Task<int> RunAsync(
        RootCommand root, IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new ExampleHelpAction((SynchronousCommandLineAction)help.Action!);
        }

        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction)
        {
            foreach (var problem in parsed.Errors)
            {
                error.WriteLine($"error: {problem.Message}");
            }

            error.WriteLine($"Run '{PathOf(parsed)} --help' for usage.");
            return Task.FromResult(WrongUsage);
        }

        // Signals are the host's: it drains for longer than the two seconds that a command would be given.
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return parsed.InvokeAsync(configuration, cancellation);
    }

    private static string PathOf(ParseResult parsed)
    {
        var names = new List<string>();
        for (Symbol? command = parsed.CommandResult.Command; command is not null; command = command.Parents.FirstOrDefault())
        {
            names.Insert(0, command.Name);
        }

        return string.Join(' ', names);
    }

    private sealed class ExampleHelpAction(SynchronousCommandLineAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var result = help.Invoke(parseResult);
            if (parseResult.CommandResult.Command is ICommandExample command)
            {
                var output = parseResult.InvocationConfiguration.Output;
                output.WriteLine("Example:");
                output.WriteLine($"  {RootCommand.ExecutableName} {command.Example}");
            }

            return result;
        }
    }
}
