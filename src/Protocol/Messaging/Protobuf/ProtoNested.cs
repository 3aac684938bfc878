namespace Sws.Protocol.Messaging.Protobuf;

/// <summary>A message that <see cref="ProtoWriter"/> has begun and not ended.</summary>
/// <param name="Start">Index of its first byte.</param>
/// <param name="Reserved">Bytes kept free before it for its length.</param>
internal readonly record struct ProtoNested(int Start, int Reserved);
