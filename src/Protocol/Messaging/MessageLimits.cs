namespace Sws.Protocol.Messaging;

/// <summary>Sizes that hold for every codec. The size of a whole message is limited where it is received.</summary>
public static class MessageLimits
{
    /// <summary>
    /// Deepest nesting of arrays and objects in a JSON payload. Half of what .NET's JSON reader takes by default (64), so that every
    /// receiver can parse what another client sent even when it is wrapped in messages of the application's own.
    /// </summary>
    public const int MaxJsonDepth = 32;

    /// <summary>
    /// Longest name of a group or event and longest user, connection or invocation id, in UTF-8 bytes. The published protocol's
    /// service takes group names up to 1024 characters.
    /// </summary>
    public const int MaxNameBytes = 1024;
}
