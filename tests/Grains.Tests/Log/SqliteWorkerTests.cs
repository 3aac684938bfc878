using Microsoft.Data.Sqlite;
using Sws.Grains.Log;
using Sws.Grains.Log.Sqlite;
using Sws.Testing;

namespace Sws.Grains.Tests.Log;

public sealed class SqliteWorkerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Run_OneOfABatchFails_TheOthersDoNotFailWithIt()
    {
        SqliteConnection connection = SqliteSchema.Connect(_folder.At("worker.db"));
        using SqliteWorker worker = new(new SqliteCommands(connection), "worker.db", isWriter: true);
        worker.Start();
        await worker.RunAsync(commands => commands.Execute("CREATE TABLE kept (value INTEGER)")).AsTask().Within(Timeouts.Step, "the table");

        // The rest comes while the worker is busy, and so as one batch.
        using ManualResetEventSlim busy = new();
        ValueTask<bool> first = worker.RunAsync(_ => busy.Wait(Timeouts.Step));
        ValueTask<int> before = worker.RunAsync(commands => commands.Execute("INSERT INTO kept VALUES (1)"));
        ValueTask<int> failing = worker.RunAsync(commands => commands.Execute("INSERT INTO missing VALUES (2)"));
        ValueTask<int> after = worker.RunAsync(commands => commands.Execute("INSERT INTO kept VALUES (3)"));
        busy.Set();

        Assert.True(await first);
        Assert.Equal((1, 1), (await before, await after));
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await failing);
        Assert.Equal(2L, await worker.RunAsync(commands => commands.Scalar("SELECT count(*) FROM kept")));
    }

    public void Dispose() => _folder.Dispose();
}
