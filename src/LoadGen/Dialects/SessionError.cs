namespace Sws.LoadGen.Dialects;

/// <summary>Names of what goes wrong inside a session: keys of the report's errors. A closed set; never a server's words.</summary>
internal static class SessionError
{
    /// <summary>The server refused: not allowed.</summary>
    public const string Forbidden = "refused_forbidden";

    /// <summary>The server refused: it had this message already.</summary>
    public const string Duplicate = "refused_duplicate";

    /// <summary>The server refused: nobody there.</summary>
    public const string NotFound = "refused_not_found";

    /// <summary>The server refused for another reason.</summary>
    public const string Other = "refused";

    /// <summary>A message that is none of this protocol.</summary>
    public const string Malformed = "message_malformed";

    /// <summary>A session was not established within the time allowed.</summary>
    public const string NoSession = "session_timeout";

    /// <summary>A group was not joined within the time allowed.</summary>
    public const string NoJoin = "join_timeout";

    /// <summary>The server did not name the session, or its user, so that nothing can be sent to it.</summary>
    public const string NoAddress = "session_without_address";

    /// <summary>The server did not take the session up again.</summary>
    public const string NotRecovered = "not_recovered";

    /// <summary>A session came back too late, or not at all.</summary>
    public const string RecoveryTimeout = "recovery_timeout";

    /// <summary>The error of a refusal by the name that the server gave it.</summary>
    public static string Refused(string? name) => name switch
    {
        "Forbidden" => Forbidden,
        "Duplicate" => Duplicate,
        "NotFound" or "NoResponders" => NotFound,
        _ => Other,
    };
}
