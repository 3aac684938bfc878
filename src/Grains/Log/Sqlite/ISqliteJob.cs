namespace Sws.Grains.Log.Sqlite;

/// <summary>Something to be done on a worker's thread.</summary>
internal interface ISqliteJob
{
    /// <summary>Does it, within the batch's transaction.</summary>
    void Run(SqliteCommands commands);

    /// <summary>Tells whoever waits, after the batch.</summary>
    /// <param name="failure">Why the batch failed, or null.</param>
    void Complete(LogUnavailableException? failure);
}
