using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Storage;
using Sws.Gateway.Hosting;
using Sws.Gateway.Storage;
using Sws.Testing;

namespace Sws.Gateway.Tests.Storage;

public sealed class FileGrainStorageTests : IDisposable
{
    private const string State = "state";
    private static readonly GrainId Grain = GrainId.Create("test", "1");

    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    private string Path => _folder.At("grains.db");

    [Fact]
    public async Task Write_ThenReopened_IsRead()
    {
        await using (StoreFile file = StoreFile.Open(Path))
        {
            await WriteAsync(file, "kept");
        }

        await using StoreFile again = StoreFile.Open(Path);
        GrainState<List<string>> read = await ReadAsync(again);
        Assert.Equal(["kept"], read.State);
        Assert.True(read.RecordExists);
    }

    [Fact]
    public async Task Write_Acknowledged_IsInTheFileBeforeTheProcessEnds()
    {
        // A copy of the files as they are now is what a process that is killed now leaves behind.
        await using StoreFile file = StoreFile.Open(Path);
        await WriteAsync(file, "kept");
        foreach (string suffix in (string[])["", "-wal"])
        {
            File.Copy(Path + suffix, _folder.At("copy.db") + suffix);
        }

        await using StoreFile copy = StoreFile.Open(_folder.At("copy.db"));
        Assert.Equal(["kept"], (await ReadAsync(copy)).State);
    }

    [Fact]
    public async Task Write_OverWhatAnotherWrote_IsRefused()
    {
        await using StoreFile file = StoreFile.Open(Path);
        GrainState<List<string>> one = await WriteAsync(file, "first");
        GrainState<List<string>> other = await ReadAsync(file);
        one.State = ["second"];
        await Storage(file).WriteStateAsync(State, Grain, one);
        other.State = ["third"];
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage(file).WriteStateAsync(State, Grain, other));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage(file).WriteStateAsync(State, Grain, new GrainState<List<string>> { State = ["fourth"] }));
        Assert.Equal(["second"], (await ReadAsync(file)).State);
    }

    [Fact]
    public async Task Write_RefusedBesideOthers_DoesNotUndoThem()
    {
        await using StoreFile file = StoreFile.Open(Path);
        FileGrainStorage storage = Storage(file);
        GrainState<List<string>>[] states = [.. Enumerable.Range(0, 50).Select(_ => new GrainState<List<string>> { State = ["mine"] })];
        Task[] writes = [.. states.Select((state, index) => storage.WriteStateAsync(State, GrainId.Create("test", $"{index / 2}"), state))];
        int refused = 0;
        foreach (Task write in writes)
        {
            try
            {
                await write;
            }
            catch (InconsistentStateException)
            {
                refused++;
            }
        }

        Assert.Equal(25, refused);
        Assert.Equal(25, states.Count(state => state.RecordExists));
    }

    [Fact]
    public async Task Clear_OfAState_LeavesNothing()
    {
        await using StoreFile file = StoreFile.Open(Path);
        GrainState<List<string>> state = await WriteAsync(file, "gone");
        await Storage(file).ClearStateAsync(State, Grain, state);
        Assert.False(state.RecordExists);
        Assert.False((await ReadAsync(file)).RecordExists);
    }

    [Fact]
    public async Task Open_ByASecondProcess_SaysWhoIsInTheWay()
    {
        await using StoreFile file = StoreFile.Open(Path);
        StartupException problem = Assert.Throws<StartupException>(() => StoreFile.Open(Path));
        Assert.Contains("another process has it open", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public void Open_OfSomethingElse_SaysThatItIsDamaged(int length)
    {
        byte[] noise = new byte[length];
        new Random(1).NextBytes(noise);
        File.WriteAllBytes(Path, noise);
        StartupException problem = Assert.Throws<StartupException>(() => StoreFile.Open(Path));
        Assert.Contains("damaged", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    [Fact]
    public async Task Open_OfADamagedFile_SaysThatItIsDamaged()
    {
        await using (StoreFile file = StoreFile.Open(Path))
        {
            await WriteAsync(file, new string('x', 20_000));
        }

        byte[] content = await File.ReadAllBytesAsync(Path, TestContext.Current.CancellationToken);
        content.AsSpan(4096, 64).Fill(0xff);
        await File.WriteAllBytesAsync(Path, content, TestContext.Current.CancellationToken);
        Assert.Contains("damaged", Assert.Throws<StartupException>(() => StoreFile.Open(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WhereNothingCanBeWritten_SaysWhatToCheck()
    {
        Directory.CreateDirectory(Path);
        Assert.Contains("cannot be written", Assert.Throws<StartupException>(() => StoreFile.Open(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OfANewFile_IsForItsOwnerOnly()
    {
        await using StoreFile file = StoreFile.Open(Path);
        await WriteAsync(file, "secret");
        Assert.All([Path, Path + "-wal"], name => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(name)));
    }

    [Fact]
    public async Task Run_ThatFails_FailsItsBatchAndTheNextSucceeds()
    {
        await using StoreFile file = StoreFile.Open(Path);
        await Assert.ThrowsAsync<SqliteException>(() => file.RunAsync((connection, transaction) =>
        {
            using SqliteCommand command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "INSERT INTO nowhere VALUES (1)";
            command.ExecuteNonQuery();
        }));
        await WriteAsync(file, "kept");
        Assert.Equal(["kept"], (await ReadAsync(file)).State);
    }

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    private FileGrainStorage Storage(StoreFile file) => ActivatorUtilities.CreateInstance<FileGrainStorage>(_services, file);

    private async Task<GrainState<List<string>>> WriteAsync(StoreFile file, string text)
    {
        GrainState<List<string>> state = new() { State = [text] };
        await Storage(file).WriteStateAsync(State, Grain, state);
        return state;
    }

    private async Task<GrainState<List<string>>> ReadAsync(StoreFile file)
    {
        GrainState<List<string>> state = new();
        await Storage(file).ReadStateAsync(State, Grain, state);
        return state;
    }
}
