namespace Sws.LoadGen.Workers;

/// <summary>A run could not be carried out. The message is one line for the user.</summary>
internal sealed class RunFailedException(string message) : Exception(message);
