namespace Sws.LoadGen.Connections;

/// <summary>Gets what happens on many connections. Calls for one connection come one at a time; those of different ones may overlap.</summary>
internal interface IConnectionHandler
{
    /// <summary>The connection is open. Called once, before any other call for it and before anything is read from it.</summary>
    void OnOpened(LeanConnection connection);

    /// <summary>A message arrived, decrypted. The bytes are valid during the call only. Must not block.</summary>
    void OnMessage(LeanConnection connection, ReadOnlySpan<byte> payload);

    /// <summary>The connection has ended; called once. The error is null when this side asked for the end.</summary>
    void OnClosed(LeanConnection connection, string? error);
}
