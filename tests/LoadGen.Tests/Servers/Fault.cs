namespace Sws.LoadGen.Tests.Servers;

/// <summary>What a faulty server does to its chosen messages.</summary>
public enum Fault
{
    None,
    Drop,
    Duplicate,

    /// <summary>Answers after <see cref="FaultyEchoServer.Delay"/>; later messages overtake the answer.</summary>
    Delay,

    /// <summary>Answers after the connection's next message.</summary>
    Reorder,

    /// <summary>Answers with another last byte.</summary>
    Alter,
}
