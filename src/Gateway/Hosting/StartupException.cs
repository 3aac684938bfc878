namespace Sws.Gateway.Hosting;

/// <summary>The gateway cannot start for a reason that an operator can mend; the message is the one line to show.</summary>
internal sealed class StartupException(string message) : Exception(message);
