using System.Text.RegularExpressions;

namespace Sws.Repository.Tests;

/// <summary>
/// What Orleans says of a call names the grains at both ends, and the keys of sessions, groups and users are what peers chose. So
/// such an exception is logged by its type's name.
/// </summary>
public sealed partial class LogExceptionTests
{
    // Their exceptions are those of calls to grains that the gateway names itself, or of no grain's.
    private static readonly string[] Harmless =
    [
        "src/Gateway/Hosting/ClusterStart.Log.cs",
        "src/Gateway/Hosting/SiloFence.cs",
        "src/Gateway/Sessions/EdgeLeaseKeeper.Log.cs",
        "src/Gateway/Trust/EpochRotation.Log.cs",
        "src/Gateway/Trust/TrustWatch.Log.cs",
        "src/Grains/Log/LogHealth.Log.cs",
        "src/Grains/Log/LogSweep.cs",
    ];

    [Fact]
    public void LogMessages_OfClassesThatCallGrainsOfPeers_TakeNoException()
    {
        var taking =
            from file in RepositoryTree.Sources("src/Gateway").Concat(RepositoryTree.Sources("src/Grains"))
            where LoggedException().IsMatch(RepositoryTree.Read(file))
            select file;
        Assert.Equal(Harmless, taking.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"static partial void \w+\(ILogger [^)]*\w*Exception\??\s")]
    private static partial Regex LoggedException();
}
