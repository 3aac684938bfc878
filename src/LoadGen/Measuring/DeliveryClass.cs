namespace Sws.LoadGen.Measuring;

/// <summary>What a server promises about one stream of messages, and so what counts as a fault.</summary>
internal enum DeliveryClass
{
    /// <summary>Nothing lost, nothing twice, nothing out of order: an echo, a reliable group, a direct message.</summary>
    Exact,

    /// <summary>Messages may be lost (a connection without recovery was cut), never doubled or reordered.</summary>
    AtMostOnce,

    /// <summary>Messages may come twice (a resend after recovery), never be lost; the first copies are in order.</summary>
    AtLeastOnce,
}
