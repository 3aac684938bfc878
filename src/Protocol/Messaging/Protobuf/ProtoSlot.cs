namespace Sws.Protocol.Messaging.Protobuf;

/// <summary>The value of one field.</summary>
/// <param name="Count">How often the field occurred; what follows is of the last time.</param>
/// <param name="Wire">How it was written: <see cref="WireType.Varint"/> or <see cref="WireType.Length"/>.</param>
/// <param name="Number">The value of a varint.</param>
/// <param name="Start">Index of the first byte of a length-delimited value.</param>
/// <param name="Length">Its length in bytes.</param>
internal readonly record struct ProtoSlot(int Count, WireType Wire, ulong Number, int Start, int Length);
