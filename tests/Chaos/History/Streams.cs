namespace Sws.Chaos.History;

/// <summary>Names of where messages go.</summary>
internal static class Streams
{
    private const string GroupPrefix = "group:";
    private const string UserPrefix = "user:";
    private const string SessionPrefix = "session:";

    public static string Group(string name) => GroupPrefix + name;

    public static string User(string id) => UserPrefix + id;

    public static string Session(string id) => SessionPrefix + id;

    public static bool IsGroup(string stream) => stream.StartsWith(GroupPrefix, StringComparison.Ordinal);

    public static bool IsUser(string stream) => stream.StartsWith(UserPrefix, StringComparison.Ordinal);

    public static bool IsSession(string stream) => stream.StartsWith(SessionPrefix, StringComparison.Ordinal);

    /// <summary>The name without what kind it is.</summary>
    public static string Target(string stream) => stream[(stream.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
