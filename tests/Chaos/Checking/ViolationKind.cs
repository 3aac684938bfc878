namespace Sws.Chaos.Checking;

/// <summary>What a gateway may never do.</summary>
internal enum ViolationKind
{
    /// <summary>Acknowledged, and never delivered to somebody it was for, though the table keeps it.</summary>
    Lost,

    /// <summary>As <see cref="Lost"/>, and that client had been told that it has everything.</summary>
    FalselyRecovered,

    /// <summary>The application of one client got one message twice.</summary>
    Duplicated,

    /// <summary>Two acknowledged messages of one sender to one place came in the other order.</summary>
    Reordered,

    /// <summary>Delivered to another session or user, or to one who was not in the group.</summary>
    WrongRecipient,

    /// <summary>A message was delivered that nobody had published, or elsewhere than it was published to.</summary>
    Invented,

    /// <summary>A socket went on serving a session after another had taken it over.</summary>
    TwoOwners,

    /// <summary>Two messages have the same position of one history, or positions go back.</summary>
    PositionReused,

    /// <summary>Somebody is shown as present too long after going.</summary>
    Ghost,

    /// <summary>A client was turned away for good, though nobody had asked it to go.</summary>
    Ended,
}
