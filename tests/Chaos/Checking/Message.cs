using Sws.Chaos.History;

namespace Sws.Chaos.Checking;

/// <summary>One published message and what became of it on its sender's side.</summary>
/// <param name="Invoked">The publish.</param>
/// <param name="Order">Its place among all publishes of the round.</param>
internal sealed record Message(HistoryEvent Invoked, long Order)
{
    /// <summary>The answer; null while there is none, which is as good as <see cref="EventKind.Unknown"/>.</summary>
    public HistoryEvent? Outcome { get; set; }

    public bool IsAcked => Outcome?.Kind == EventKind.Acked;

    public string Stream => Invoked.Stream!;

    public DeliveryClass Class => Invoked.Class;
}
