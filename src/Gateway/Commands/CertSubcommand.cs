using System.CommandLine;

namespace Sws.Gateway.Commands;

/// <summary>A <c>cert</c> command: says what it did on standard output, or fails with one line on standard error.</summary>
internal abstract class CertSubcommand : Command, ICommandExample
{
    private const StringSplitOptions Entries = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    protected CertSubcommand(string name, string description)
        : base(name, description) => SetAction(Invoke);

    public abstract string Example { get; }

    protected static Option<bool> ForceOption() => new("--force")
    {
        Description = "Overwrite existing files. A key that is overwritten is lost.",
    };

    protected static Option<int> DaysOption(string description)
    {
        var option = new Option<int>("--days") { Description = description, Required = true, HelpName = "D" };
        option.Validators.Add(result =>
        {
            // About a century; everything longer is a slip of the finger.
            if (result.Tokens.Count == 1 && !(int.TryParse(result.Tokens[0].Value, out var days) && days is >= 1 and <= 36_525))
            {
                result.AddError("--days takes a whole number from 1 to 36525.");
            }
        });
        return option;
    }

    protected static Option<string> FileOption(string name, string description) =>
        new(name) { Description = description, Required = true, HelpName = "FILE" };

    /// <summary>An option that takes a list separated by commas, and may be repeated.</summary>
    protected static Option<string[]> ListOption(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => [],
        CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',', Entries))],
    };

    /// <summary>Does it, or throws <see cref="CommandFailedException"/>.</summary>
    protected abstract void Run(ParseResult arguments, TextWriter output);

    private int Invoke(ParseResult arguments)
    {
        try
        {
            Run(arguments, arguments.InvocationConfiguration.Output);
            return CommandRunner.Done;
        }
        catch (CommandFailedException failure)
        {
            arguments.InvocationConfiguration.Error.WriteLine($"error: {failure.Message}");
            return CommandRunner.Failed;
        }
    }
}
