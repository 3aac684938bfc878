using Microsoft.Data.Sqlite;

namespace Sws.Grains.Log.Sqlite;

/// <summary>Turns SQLite's error codes (https://www.sqlite.org/rescode.html) into lines that an operator can act on.</summary>
internal static class SqliteErrors
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int NotADatabase = 26;

    public static LogUnavailableException Explain(SqliteException cause, string path) => new(
        cause.SqliteErrorCode switch
        {
            Full => $"Gateway:DataDirectory: the message log {path} cannot grow; free space on its disk or raise Gateway:StoreMegabytes.",
            Corrupt or NotADatabase => $"Gateway:DataDirectory: the message log {path} is damaged; stop the gateway and restore the file from a backup, or move it away to begin anew.",
            Busy or Locked => InUseText(path),
            ReadOnly => $"Gateway:DataDirectory: the message log {path} cannot be written to; let this user write to it and its directory.",
            _ => $"Gateway:DataDirectory: the message log {path} does not work (SQLite error {cause.SqliteExtendedErrorCode}); check the disk and the permissions of its directory.",
        },
        cause);

    public static LogUnavailableException InUse(string path, Exception cause) => new(InUseText(path), cause);

    public static LogUnavailableException OfLaterVersion(string path) =>
        new($"Gateway:DataDirectory: the message log {path} was made by a later version; start that one, or move the file away to begin anew.");

    public static LogUnavailableException Unreadable(string path, Exception cause) =>
        new($"Gateway:DataDirectory: the message log {path} cannot be opened ({cause.Message}); let this user write to its directory.", cause);

    private static string InUseText(string path) =>
        $"Gateway:DataDirectory: the message log {path} is in use by another process; give each gateway a data directory of its own.";
}
