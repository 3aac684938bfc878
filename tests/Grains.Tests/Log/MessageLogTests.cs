using System.Text;
using Microsoft.Extensions.Time.Testing;
using Sws.Grains.Interfaces;
using Sws.Grains.Log;
using Sws.Testing;

namespace Sws.Grains.Tests.Log;

/// <summary>What every store of the message log must do; run against each.</summary>
public abstract class MessageLogTests : IAsyncLifetime
{
    private static readonly LogRetention Kept = new(100, TimeSpan.FromHours(1));
    private static int _streams;

    private readonly LogStream _stream = new("hub", LogStreamKind.Group, $"group {Interlocked.Increment(ref _streams)}");
    private IMessageLog? _log;

    private protected FakeTimeProvider Time { get; } = new(DateTimeOffset.UnixEpoch.AddDays(20_000));

    private protected IMessageLog Log => _log!;

    private protected LogStream Stream => _stream;

    public async ValueTask InitializeAsync() => _log = await OpenAsync(Time);

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract ValueTask CloseAsync();

    [Fact]
    public async Task Append_ToANewStream_CountsFromOne()
    {
        LogAppended first = await AppendAsync("a", "b");
        LogAppended second = await AppendAsync("c");

        Assert.Equal([1UL, 2UL], first.Outcomes.Select(outcome => outcome.Offset));
        Assert.Equal(3UL, Assert.Single(second.Outcomes).Offset);
        Assert.Equal(first.Epoch, second.Epoch);
        Assert.NotEmpty(first.Epoch);
    }

    [Fact]
    public async Task Read_WhatWasAppended_IsTheSame()
    {
        byte[] bytes = [0, 255, 13, 10, 0];
        LogRecord record = new("p", 7, "Ümläut\n", new Payload(PayloadKind.Binary, bytes), "connection");
        LogRecord bare = new(null, 0, null, new Payload(PayloadKind.Text, []), null);
        await Log.AppendAsync(_stream, Kept, [record, bare]);

        LogPage page = (await Log.ReadAsync(_stream, 0))!;

        Assert.Equal(2, page.Entries.Count);
        Assert.Equal((1UL, record.FromUserId, record.ExceptConnectionId, PayloadKind.Binary), (page.Entries[0].Offset, page.Entries[0].FromUserId, page.Entries[0].ExceptConnectionId, page.Entries[0].Data.Kind));
        Assert.Equal(bytes, page.Entries[0].Data.Bytes);
        Assert.Equal((2UL, null, null), (page.Entries[1].Offset, page.Entries[1].FromUserId, page.Entries[1].ExceptConnectionId));
        Assert.Empty(page.Entries[1].Data.Bytes);
    }

    [Fact]
    public async Task Append_AProducersNumberAgain_IsStoredOnce()
    {
        await Log.AppendAsync(_stream, Kept, [Numbered("p", 5, "first"), Numbered("p", 6, "second")]);

        LogAppended again = await Log.AppendAsync(_stream, Kept, [Numbered("p", 5, "other"), Numbered("q", 5, "third"), Numbered("q", 5, "third again")]);

        Assert.Equal([new LogOutcome(1, true), new LogOutcome(3, false), new LogOutcome(3, true)], again.Outcomes);
        Assert.Equal(["first", "second", "third"], await TextsAsync(0));
    }

    [Fact]
    public async Task Append_ALowerNumberThatIsNew_IsStored()
    {
        await Log.AppendAsync(_stream, Kept, [Numbered("p", 6, "six")]);

        LogAppended lower = await Log.AppendAsync(_stream, Kept, [Numbered("p", 5, "five")]);

        Assert.False(Assert.Single(lower.Outcomes).IsDuplicate);
    }

    [Fact]
    public async Task Append_TheHighestNumber_IsTakenAsItIs()
    {
        await Log.AppendAsync(_stream, Kept, [Numbered("p", ulong.MaxValue, "a"), Numbered("p", ulong.MaxValue - 1, "b")]);

        LogAppended again = await Log.AppendAsync(_stream, Kept, [Numbered("p", ulong.MaxValue, "a")]);

        Assert.Equal([new LogOutcome(1, true)], again.Outcomes);
    }

    [Fact]
    public async Task Append_WithoutAProducer_IsStoredEveryTime()
    {
        await AppendAsync("a");
        await AppendAsync("a");

        Assert.Equal(["a", "a"], await TextsAsync(0));
    }

    [Fact]
    public async Task Append_AfterTheMessageWasTrimmed_StillKnowsItsNumber()
    {
        LogRetention one = new(1, TimeSpan.FromHours(1));
        await Log.AppendAsync(_stream, one, [Numbered("p", 1, "a")]);
        await Log.AppendAsync(_stream, one, [.. Enumerable.Range(2, 50).Select(number => Numbered("p", (ulong)number, "x"))]);

        LogAppended again = await Log.AppendAsync(_stream, one, [Numbered("p", 1, "a")]);

        Assert.Equal([new LogOutcome(1, true)], again.Outcomes);
    }

    [Fact]
    public async Task Append_ToTwoStreamsAtOnce_KeepsThemApart()
    {
        LogStream inbox = _stream with { Kind = LogStreamKind.Inbox };
        LogStream otherHub = _stream with { Hub = "hub2" };

        await Task.WhenAll(
            Log.AppendAsync(_stream, Kept, [Numbered("p", 1, "group")]).AsTask(),
            Log.AppendAsync(inbox, Kept, [Numbered("p", 1, "inbox")]).AsTask(),
            Log.AppendAsync(otherHub, Kept, [Numbered("p", 1, "hub2")]).AsTask()).Within(Timeouts.Step, "three appends");

        Assert.Equal("inbox", TextOf(Assert.Single((await Log.ReadAsync(inbox, 0))!.Entries)));
        Assert.Equal("hub2", TextOf(Assert.Single((await Log.ReadAsync(otherHub, 0))!.Entries)));
        Assert.Equal(["group"], await TextsAsync(0));
    }

    [Fact]
    public async Task Append_ManyAtOnce_GivesEveryOffsetOnce()
    {
        Task<LogAppended>[] appends = [.. Enumerable.Range(0, 200).Select(number => Log.AppendAsync(_stream, new LogRetention(1000, TimeSpan.FromHours(1)), [Numbered("p", (ulong)number, $"{number}")]).AsTask())];

        LogAppended[] results = await Task.WhenAll(appends).Within(Timeouts.Step, "200 appends");

        Assert.Equal(Enumerable.Range(1, 200).Select(offset => (ulong)offset), results.Select(result => result.Outcomes[0].Offset).Order());
    }

    [Fact]
    public async Task Read_BehindAnOffset_GivesWhatFollows()
    {
        await AppendAsync("a", "b", "c");

        Assert.Equal(["b", "c"], await TextsAsync(1));
        Assert.Empty(await TextsAsync(3));
        Assert.Empty(await TextsAsync(99));
        Assert.Empty(await TextsAsync(ulong.MaxValue));
    }

    [Fact]
    public async Task Read_AStreamThatNeverBegan_IsNull()
    {
        Assert.Null(await Log.ReadAsync(_stream, 0));
        Assert.Null(await Log.GetBoundsAsync(_stream));
        Assert.Equal(0UL, await Log.GetCursorAsync(_stream));
    }

    [Fact]
    public async Task Read_MoreThanAPage_EndsAtThePage()
    {
        LogRetention many = new(1000, TimeSpan.FromHours(1));
        await Log.AppendAsync(_stream, many, [.. Enumerable.Range(1, LogLimits.PageMessages + 1).Select(number => Text($"{number}"))]);

        LogPage page = (await Log.ReadAsync(_stream, 0))!;
        LogPage rest = (await Log.ReadAsync(_stream, page.Entries[^1].Offset))!;

        Assert.Equal(LogLimits.PageMessages, page.Entries.Count);
        Assert.Equal($"{LogLimits.PageMessages + 1}", TextOf(Assert.Single(rest.Entries)));
        Assert.Equal(page.Bounds, rest.Bounds);
    }

    [Fact]
    public async Task Read_LargeMessages_EndsThePageByBytes()
    {
        LogRecord large = new(null, 0, null, new Payload(PayloadKind.Binary, new byte[LogLimits.PageBytes]), null);
        await Log.AppendAsync(_stream, Kept, [large, large]);

        Assert.Single((await Log.ReadAsync(_stream, 0))!.Entries);
    }

    [Fact]
    public async Task Retention_ByCount_KeepsTheNewest()
    {
        LogRetention three = new(3, TimeSpan.FromHours(1));
        await Log.AppendAsync(_stream, three, [Text("a"), Text("b"), Text("c")]);
        Assert.Equal(["a", "b", "c"], await TextsAsync(0));

        await Log.AppendAsync(_stream, three, [Text("d")]);

        LogPage page = (await Log.ReadAsync(_stream, 0))!;
        Assert.Equal(["b", "c", "d"], page.Entries.Select(TextOf));
        Assert.Equal((2UL, 4UL), (page.Bounds.First, page.Bounds.Last));
        Assert.False(page.Bounds.HasAllAfter(0));
        Assert.True(page.Bounds.HasAllAfter(1));
        Assert.True(page.Bounds.HasAllAfter(4));
        Assert.False(page.Bounds.HasAllAfter(5));
    }

    [Fact]
    public async Task Retention_ByAge_DropsAtTheAgeAndNotBefore()
    {
        await AppendAsync("old");
        Time.Advance(TimeSpan.FromMinutes(30));
        await AppendAsync("young");
        Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(["old", "young"], await TextsAsync(0));

        Time.Advance(TimeSpan.FromMilliseconds(1));

        LogPage page = (await Log.ReadAsync(_stream, 0))!;
        Assert.Equal(["young"], page.Entries.Select(TextOf));
        Assert.Equal(2UL, page.Bounds.First);
    }

    [Fact]
    public async Task Retention_WhenAllIsTooOld_KeepsEpochAndPosition()
    {
        LogAppended appended = await AppendAsync("a", "b");
        Time.Advance(TimeSpan.FromHours(2));
        await Log.SweepAsync(TestContext.Current.CancellationToken);

        LogPage page = (await Log.ReadAsync(_stream, 0))!;

        Assert.Empty(page.Entries);
        Assert.Equal(new LogBounds(appended.Epoch, 3, 2), page.Bounds);
        Assert.True(page.Bounds.HasAllAfter(2));
        Assert.False(page.Bounds.HasAllAfter(1));
        Assert.Equal(new LogOutcome(3, false), Assert.Single((await AppendAsync("c")).Outcomes));
    }

    [Fact]
    public async Task Append_WhenTheClockGoesBack_KeepsTheOrderOfAges()
    {
        await AppendAsync("a");
        FakeTimeProvider earlier = new(Time.GetUtcNow() - TimeSpan.FromMinutes(30));
        await UseClockAsync(earlier);
        await AppendAsync("b");
        earlier.Advance(TimeSpan.FromMinutes(89));

        Assert.Equal(["a", "b"], await TextsAsync(0));
    }

    [Fact]
    public async Task Delete_ThenAppend_BeginsAnotherEpoch()
    {
        LogAppended before = await Log.AppendAsync(_stream, Kept, [Numbered("p", 1, "a")]);
        await Log.SetCursorAsync(_stream, before.Epoch, 1);
        await Log.DeleteAsync(_stream);
        Assert.Null(await Log.GetBoundsAsync(_stream));

        LogAppended after = await Log.AppendAsync(_stream, Kept, [Numbered("p", 1, "b")]);

        Assert.NotEqual(before.Epoch, after.Epoch);
        Assert.Equal([new LogOutcome(1, false)], after.Outcomes);
        Assert.Equal(0UL, await Log.GetCursorAsync(_stream));
        Assert.Equal(["b"], await TextsAsync(0));
    }

    [Fact]
    public async Task Append_ByACallerThatKnowsTheEpoch_Stores()
    {
        string epoch = (await AppendAsync("a")).Epoch;

        LogAppended appended = await Log.AppendAsync(_stream, Kept, [Numbered("p", 1, "b")], new LogPosition(epoch, 1));

        Assert.Equal(epoch, appended.Epoch);
        Assert.Equal([new LogOutcome(2, false)], appended.Outcomes);
    }

    [Fact]
    public async Task Append_ByACallerThatKnowsAnotherEpoch_StoresNothing()
    {
        string former = (await AppendAsync("a", "b")).Epoch;
        await Log.DeleteAsync(_stream);

        LogAppended emptied = await Log.AppendAsync(_stream, Kept, [Numbered("p", 1, "c")], new LogPosition(former, 2));
        LogAppended again = await Log.AppendAsync(_stream, Kept, [Numbered("p", 1, "c")], new LogPosition(emptied.Epoch, 0));

        Assert.NotEqual(former, emptied.Epoch);
        Assert.Empty(emptied.Outcomes);
        Assert.Equal([new LogOutcome(1, false)], again.Outcomes);
        Assert.Equal(["c"], await TextsAsync(0));
    }

    [Fact]
    public async Task SetCursor_OfThisEpoch_OnlyMovesForward()
    {
        string epoch = (await AppendAsync("a", "b", "c")).Epoch;

        await Log.SetCursorAsync(_stream, epoch, 2);
        await Log.SetCursorAsync(_stream, epoch, 1);
        await Log.SetCursorAsync(_stream, "another epoch", 3);

        Assert.Equal(2UL, await Log.GetCursorAsync(_stream));
    }

    [Fact]
    public async Task Reopened_EverythingAcknowledged_IsThere()
    {
        LogAppended before = await Log.AppendAsync(_stream, Kept, [Numbered("p", 1, "a"), Numbered("p", 2, "b")]);
        await Log.SetCursorAsync(_stream, before.Epoch, 1);
        await CloseAsync();
        _log = await OpenAsync(Time);

        LogAppended after = await Log.AppendAsync(_stream, Kept, [Numbered("p", 2, "b"), Numbered("p", 3, "c")]);

        Assert.Equal(before.Epoch, after.Epoch);
        Assert.Equal([new LogOutcome(2, true), new LogOutcome(3, false)], after.Outcomes);
        Assert.Equal(["a", "b", "c"], await TextsAsync(0));
        Assert.Equal(1UL, await Log.GetCursorAsync(_stream));
    }

    private protected static LogRecord Text(string text) => new(null, 0, "user", new Payload(PayloadKind.Text, Encoding.UTF8.GetBytes(text)), null);

    private protected static LogRecord Numbered(string producer, ulong number, string text) => Text(text) with { Producer = producer, Number = number };

    private protected static string TextOf(LogEntry entry) => Encoding.UTF8.GetString(entry.Data.Bytes);

    private protected ValueTask<LogAppended> AppendAsync(params string[] texts) => Log.AppendAsync(_stream, Kept, [.. texts.Select(Text)]);

    private protected async Task<List<string>> TextsAsync(ulong after) => [.. (await Log.ReadAsync(_stream, after))!.Entries.Select(TextOf)];

    private protected abstract ValueTask<IMessageLog> OpenAsync(TimeProvider time);

    private async ValueTask UseClockAsync(TimeProvider time)
    {
        await CloseAsync();
        _log = await OpenAsync(time);
    }
}
