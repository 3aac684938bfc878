using Sws.Protocol.Messaging;

namespace Sws.Client;

/// <summary>Says in an exception what the server's error is without repeating text that a peer chose.</summary>
internal static class ErrorText
{
    /// <summary>Longer than every name in use; what is longer, or not made of letters, is not shown.</summary>
    private const int MaxNameLength = 40;

    public static MessageError None { get; } = new("Unknown", "The server gave no reason.", 0, false);

    public static string Describe(MessageError? error)
    {
        if (error is null)
        {
            return "no reason given";
        }

        var name = error.Name.Length <= MaxNameLength && error.Name.All(char.IsAsciiLetter) ? error.Name : "unnamed error";
        return $"{name}, code {error.Code}, {(error.Temporary ? "temporary" : "permanent")}";
    }
}
