namespace Sws.Gateway.Tests.Cluster;

/// <summary>The way from grains to one edge.</summary>
internal sealed class EdgeLink
{
    private volatile bool _isCut;
    private int _answersToLose;

    /// <summary>Nothing arrives any more: calls fail at once, as when the process is gone.</summary>
    public bool IsCut
    {
        get => _isCut;
        set => _isCut = value;
    }

    /// <summary>As many calls arrive and are carried out, and their answers get lost.</summary>
    public int AnswersToLose
    {
        get => Volatile.Read(ref _answersToLose);
        set => Volatile.Write(ref _answersToLose, value);
    }

    /// <summary>Calls arrive and are carried out, and their answers wait for this.</summary>
    public Task Held { get; set; } = Task.CompletedTask;

    public async ValueTask<T> PassAsync<T>(Func<ValueTask<T>> call)
    {
        if (_isCut)
        {
            throw new TimeoutException("The edge is cut off.");
        }

        T answer = await call();
        await Held;
        return Interlocked.Decrement(ref _answersToLose) >= 0 ? throw new TimeoutException("The answer got lost.") : answer;
    }
}
