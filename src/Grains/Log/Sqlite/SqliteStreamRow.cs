namespace Sws.Grains.Log.Sqlite;

/// <summary>One row of the table of streams, as the writer knows it.</summary>
internal sealed class SqliteStreamRow
{
    public required long Id { get; init; }

    public required string Epoch { get; init; }

    /// <summary>No message below this offset is in the file.</summary>
    public required long First { get; set; }

    public required long Last { get; set; }

    /// <summary>When the newest message was stored, Unix milliseconds; never goes back.</summary>
    public required long At { get; set; }

    public required LogRetention Retention { get; set; }

    /// <summary>Whether the row in the file is behind this one.</summary>
    public bool IsDirty { get; set; }
}
