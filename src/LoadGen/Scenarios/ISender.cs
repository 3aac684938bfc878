namespace Sws.LoadGen.Scenarios;

/// <summary>Sends what a <see cref="SendLoop"/> tells it to.</summary>
internal interface ISender
{
    /// <summary>False while the sender has no open connection.</summary>
    bool IsReady(int sender);

    /// <summary>Sends one message. Null, or the name of the error; then nothing was sent.</summary>
    string? Send(int sender, long sequence, long intendedTicks);
}
