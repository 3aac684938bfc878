namespace Sws.Chaos.Network;

/// <summary>What is wrong with the connections through a proxy. Changes take effect on open connections at once.</summary>
internal sealed class LinkFaults
{
    private volatile TaskCompletionSource? _frozen;

    /// <summary>Added to each chunk, one way.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Bytes a second and direction; 0: as fast as it goes.</summary>
    public int BytesPerSecond { get; set; }

    /// <summary>Half-open: what is sent is taken and thrown away, and neither side is told.</summary>
    public bool Swallows { get; set; }

    /// <summary>New connections are closed at once.</summary>
    public bool Refuses { get; set; }

    /// <summary>Nothing is read any more, so that senders feel it, until <see cref="Thaw"/>.</summary>
    public void Freeze() => _frozen ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Goes on with what has been waiting.</summary>
    public void Thaw()
    {
        var frozen = _frozen;
        _frozen = null;
        frozen?.TrySetResult();
    }

    /// <summary>Completes when nothing is frozen.</summary>
    public Task WhenThawed(CancellationToken cancellationToken) => _frozen?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
}
