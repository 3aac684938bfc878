using Microsoft.Extensions.Logging;

namespace Sws.Grains.Log.Sqlite;

/// <summary>What the SQLite log needs.</summary>
/// <param name="Path">The file; its directory exists.</param>
/// <param name="MaxBytes">Largest size of the file, bytes.</param>
/// <param name="Time">The clock.</param>
/// <param name="Metrics">Figures.</param>
/// <param name="Logger">Where failures are told.</param>
internal sealed record SqliteLogOptions(string Path, long MaxBytes, TimeProvider Time, LogMetrics Metrics, ILogger Logger);
