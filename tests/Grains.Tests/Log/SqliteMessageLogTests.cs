using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sws.Grains.Interfaces;
using Sws.Grains.Log;
using Sws.Grains.Log.Sqlite;
using Sws.Testing;

namespace Sws.Grains.Tests.Log;

public sealed class SqliteMessageLogTests : MessageLogTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private SqliteMessageLog? _open;

    private string FilePath => _folder.At("messages.db");

    [Fact]
    public async Task Open_AFileThatIsInUse_NamesKeyAndRemedy()
    {
        await AppendAsync("a");

        LogUnavailableException refused = Assert.Throws<LogUnavailableException>(() => Make());

        Assert.Contains("Gateway:DataDirectory", refused.Message, StringComparison.Ordinal);
        Assert.Contains("in use by another process", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_AFileThatIsNoDatabase_NamesKeyAndRemedy()
    {
        await CloseAsync();
        await File.WriteAllTextAsync(FilePath, "This is a text and not a database.", TestContext.Current.CancellationToken);
        File.Delete(FilePath + "-wal");

        LogUnavailableException refused = Assert.Throws<LogUnavailableException>(() => Make());

        Assert.Contains("is damaged; stop the gateway and restore", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_AFileOfALaterVersion_IsRefused()
    {
        await CloseAsync();
        using (SqliteConnection connection = new($"Data Source={FilePath};Pooling=false"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        Assert.Contains("later version", Assert.Throws<LogUnavailableException>(() => Make()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_InAFolderThatIsNotThere_NamesTheKey()
    {
        await CloseAsync();

        LogUnavailableException refused = Assert.Throws<LogUnavailableException>(() => Make(_folder.At("missing", "messages.db")));

        Assert.Contains("Gateway:DataDirectory", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Append_OverTheSizeOfTheFile_FailsWithARemedyAndLosesNothingAcknowledged()
    {
        await CloseAsync();
        _open = Make(maxBytes: 256 * 1024);
        LogRecord record = new(null, 0, null, new Payload(PayloadKind.Binary, new byte[16 * 1024]), null);
        LogRetention all = new(10_000, TimeSpan.FromHours(1));
        int stored = 0;
        LogUnavailableException? full = null;
        while (full is null && stored < 100)
        {
            try
            {
                await _open.AppendAsync(Stream, all, [record]);
                stored++;
            }
            catch (LogUnavailableException exception)
            {
                full = exception;
            }
        }

        Assert.Contains("free space on its disk or raise Gateway:StoreMegabytes", full!.Message, StringComparison.Ordinal);
        Assert.InRange(stored, 5, 16);
        Assert.Equal((ulong)stored, (await _open.GetBoundsAsync(Stream))!.Value.Last);

        // Room again: it goes on where it was.
        await _open.DeleteAsync(Stream);
        Assert.Equal(1UL, (await _open.AppendAsync(Stream, all, [record])).Outcomes[0].Offset);
    }

    [Fact]
    public async Task Sweep_WhatIsPastItsAge_LeavesTheFile()
    {
        LogRetention hour = new(100_000, TimeSpan.FromHours(1));
        await Log.AppendAsync(Stream, hour, [.. Enumerable.Range(0, 5000).Select(number => Numbered("p", (ulong)number, "x"))]);
        Time.Advance(TimeSpan.FromMinutes(61));
        await AppendAsync("young");

        await Log.SweepAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1L, Count("messages"));
        Assert.Equal(0L, Count("seen"));
        Assert.Equal(1L, Count("streams"));
    }

    [Fact]
    public async Task Sweep_AStreamThatNobodyUses_IsForgotten()
    {
        string epoch = (await AppendAsync("a")).Epoch;
        Time.Advance(TimeSpan.FromHours(25));
        await Log.SweepAsync(TestContext.Current.CancellationToken);
        Assert.Equal(epoch, (await Log.GetBoundsAsync(Stream))!.Value.Epoch);

        Time.Advance(TimeSpan.FromMilliseconds(1));
        await Log.SweepAsync(TestContext.Current.CancellationToken);

        Assert.Null(await Log.GetBoundsAsync(Stream));
        Assert.Equal(0L, Count("streams"));
    }

    [Fact]
    public async Task Append_AfterDispose_SaysThatItIsClosed()
    {
        SqliteMessageLog log = _open!;
        await CloseAsync();

        await Assert.ThrowsAsync<LogUnavailableException>(async () => await log.AppendAsync(Stream, new LogRetention(1, TimeSpan.FromHours(1)), [Text("a")]));
    }

    [Fact]
    public async Task Read_OfABodyThatIsNone_IsLogged()
    {
        await AppendAsync("a");
        await CloseAsync();
        using (SqliteConnection connection = new($"Data Source={FilePath};Pooling=false"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "UPDATE messages SET body = x''";
            command.ExecuteNonQuery();
        }

        LoggedEvents logged = new();
        _open = Make(logger: logged);
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await _open.ReadAsync(Stream, 0));

        Assert.Equal([2501], logged.Ids);
    }

    public void Dispose() => _folder.Dispose();

    private protected override ValueTask<IMessageLog> OpenAsync(TimeProvider time) => ValueTask.FromResult<IMessageLog>(_open = Make(time: time));

    private protected override ValueTask CloseAsync()
    {
        _open?.Dispose();
        _open = null;
        return ValueTask.CompletedTask;
    }

    private SqliteMessageLog Make(string? path = null, long maxBytes = 1L << 30, TimeProvider? time = null, ILogger? logger = null) =>
        SqliteMessageLog.Open(new SqliteLogOptions(path ?? FilePath, maxBytes, time ?? Time, new LogMetrics(new TestMeters()), logger ?? NullLogger.Instance));

    private long Count(string table)
    {
        using SqliteConnection connection = new($"Data Source={FilePath};Pooling=false");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant of this class.
        command.CommandText = "SELECT count(*) FROM " + table;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }
}
