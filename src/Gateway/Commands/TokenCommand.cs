using System.CommandLine;
using Sws.Gateway.Api;
using Sws.Gateway.Hosting;

namespace Sws.Gateway.Commands;

/// <summary>The <c>token</c> command: access tokens for the HTTP API.</summary>
internal static class TokenCommand
{
    /// <summary>Makes the command, to be added to the root.</summary>
    /// <param name="time">Says what "now" is.</param>
    internal static Command Create(TimeProvider time) => new("token", "Make access tokens for the HTTP API.") { new TokenAdminCommand(time) };

    /// <summary><c>token admin</c>: a token for the routes under a URL.</summary>
    private sealed class TokenAdminCommand : CertSubcommand
    {
        private const int DefaultMinutes = 10;
        private const int MaxMinutes = 24 * 60;

        private readonly TimeProvider _time;
        private readonly Option<string> _key = FileOption("--key", "The access key: the file that the gateway names in its log.");
        private readonly Option<string> _url = new("--url")
        {
            Description = "What it is for, and everything below: http://localhost:8081/api/admin for all admin routes.",
            Required = true,
            HelpName = "URL",
        };

        private readonly Option<int> _minutes = new("--minutes")
        {
            Description = "How long it is good.",
            DefaultValueFactory = _ => DefaultMinutes,
            HelpName = "N",
        };

        private readonly Option<string> _subject = new("--subject")
        {
            Description = "Who uses it, for the audit log: letters, digits and . _ - @, up to 64.",
            DefaultValueFactory = _ => "admin",
            HelpName = "NAME",
        };

        public TokenAdminCommand(TimeProvider time)
            : base("admin", "Make a token for the admin routes and print it.")
        {
            _time = time;
            _url.Validators.Add(result =>
            {
                if (result.Tokens.Count == 1
                    && !(Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" && url.AbsolutePath.Length > 1))
                {
                    result.AddError("--url takes a http or https URL with a path.");
                }
            });
            _minutes.Validators.Add(result =>
            {
                if (result.Tokens.Count == 1 && !(int.TryParse(result.Tokens[0].Value, out int minutes) && minutes is >= 1 and <= MaxMinutes))
                {
                    result.AddError($"--minutes takes a whole number from 1 to {MaxMinutes}.");
                }
            });
            Options.Add(_key);
            Options.Add(_url);
            Options.Add(_minutes);
            Options.Add(_subject);
        }

        public override string Example => "token admin --key data/api.key --url http://localhost:8081/api/admin --minutes 10";

        protected override void Run(ParseResult arguments, TextWriter output)
        {
            try
            {
                AccessKey key = AccessKey.Read("--key", arguments.GetRequiredValue(_key));
                TimeSpan lifetime = TimeSpan.FromMinutes(arguments.GetValue(_minutes));
                output.WriteLine(AccessToken.Create(key, new Uri(arguments.GetRequiredValue(_url)), arguments.GetValue(_subject)!, _time.GetUtcNow(), lifetime));
            }
            catch (StartupException exception)
            {
                throw new CommandFailedException(exception.Message);
            }
        }
    }
}
