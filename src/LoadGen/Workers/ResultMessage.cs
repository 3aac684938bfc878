using Sws.LoadGen.Measuring;

namespace Sws.LoadGen.Workers;

/// <summary>The totals of one worker.</summary>
internal sealed record ResultMessage : WorkerMessage
{
    /// <summary>Connections opened, over the whole run.</summary>
    public required long Opened { get; init; }

    /// <summary>Connections that failed to open, over the whole run.</summary>
    public required long Failed { get; init; }

    /// <summary>Messages sent in the measured part.</summary>
    public required long Sent { get; init; }

    /// <summary>Messages due in the measured part that were not sent, because their connection was not open or took no more.</summary>
    public required long Unsent { get; init; }

    /// <summary>First copies received of messages of the measured part (group: deliveries).</summary>
    public required long Received { get; init; }

    /// <summary>Those of <see cref="Received"/> that came before the measured part was over: what its rate and CPU are of.</summary>
    public required long ReceivedInWindow { get; init; }

    /// <summary>Handshakes that ended in the measured part (connect).</summary>
    public required long HandshakesInWindow { get; init; }

    /// <summary>Acknowledgements received of messages of the measured part.</summary>
    public required long Acked { get; init; }

    /// <summary>Messages slower than the late bound.</summary>
    public required long Late { get; init; }

    /// <summary>Messages never received, warm-up included.</summary>
    public required long Lost { get; init; }

    /// <summary>Further copies, warm-up included.</summary>
    public required long Duplicated { get; init; }

    /// <summary>Messages overtaken by a later one, warm-up included.</summary>
    public required long Reordered { get; init; }

    /// <summary>Lost, duplicated and reordered by class of delivery.</summary>
    public required IReadOnlyDictionary<string, DeliveryCounts> Classes { get; init; }

    /// <summary>Sessions that lost their connection.</summary>
    public required RecoveryTotals Recovery { get; init; }

    /// <summary>True when the delivery class forbids what was counted.</summary>
    public required bool Violated { get; init; }

    /// <summary>Length of the measured part.</summary>
    public required double Seconds { get; init; }

    /// <summary>CPU time of this worker in the measured part.</summary>
    public required double CpuSeconds { get; init; }

    /// <summary>Busy share, 0 to 1, of all cores of this worker's machine in the measured part; null where it cannot be read.</summary>
    public required double? MachineUtilisation { get; init; }

    /// <summary>Errors by name, over the whole run.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }
}
