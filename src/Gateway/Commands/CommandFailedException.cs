namespace Sws.Gateway.Commands;

/// <summary>A command cannot do what it was asked; the message is one line for the operator, naming the problem and the remedy.</summary>
internal sealed class CommandFailedException(string message) : Exception(message);
