namespace Sws.Grains;

/// <summary>Names under which the host registers stores for the grains' state.</summary>
public static class GrainStorageNames
{
    /// <summary>The one store: Redis in a cluster, a file under the data directory in one process.</summary>
    public const string Default = "sws";
}
