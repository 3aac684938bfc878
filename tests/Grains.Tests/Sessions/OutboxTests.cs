using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Sessions;

namespace Sws.Grains.Tests.Sessions;

public class OutboxTests
{
    [Fact]
    public void Add_AfterALastId_NumbersGoOn()
    {
        Outbox outbox = Filled(lastId: 7, count: 3);

        Assert.Equal([8, 9, 10], Ids(outbox.After(0, 100)));
        Assert.Equal(10, outbox.LastId);
    }

    [Fact]
    public void RemoveUpTo_Middle_RestStays()
    {
        Outbox outbox = Filled(lastId: 0, count: 5);

        outbox.RemoveUpTo(3);
        outbox.RemoveUpTo(2);

        Assert.Equal([4, 5], Ids(outbox.After(0, 100)));
        Assert.Equal(2, outbox.Count);
    }

    [Fact]
    public void RemoveUpTo_BeyondTheLast_EmptyAndIdsGoOn()
    {
        Outbox outbox = Filled(lastId: 0, count: 2);

        outbox.RemoveUpTo(100);
        outbox.Add(Content);

        Assert.Equal([3], Ids(outbox.After(0, 100)));
    }

    [Fact]
    public void After_Position_AtMostAsManyAsAsked()
    {
        Outbox outbox = Filled(lastId: 0, count: 6);

        Assert.Equal([3, 4], Ids(outbox.After(2, 2)));
        Assert.Empty(outbox.After(6, 2));
    }

    private static InvocationOutcome Content { get; } = new("id", null, null);

    private static Outbox Filled(long lastId, int count)
    {
        Outbox outbox = new(lastId);
        for (int index = 0; index < count; index++)
        {
            outbox.Add(Content);
        }

        return outbox;
    }

    private static IEnumerable<long> Ids(List<DirectMessage> messages) => messages.Select(message => message.OutboxId);
}
