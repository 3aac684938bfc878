namespace Sws.LoadGen.Connections;

/// <summary>How a connection uses the wire.</summary>
/// <param name="Masked">Mask frames, as RFC 6455 asks of clients; node-sws does not.</param>
/// <param name="KeepsBuffer">Keep the receive buffer between messages: saves a system call per message, costs 4 KiB per connection.</param>
internal readonly record struct WireStyle(bool Masked, bool KeepsBuffer);
