namespace Sws.Protocol.WebSockets;

/// <summary>What <see cref="MessageReader.TryRead"/> found.</summary>
public enum ReadStatus
{
    /// <summary>No whole message or control frame yet: read more bytes and call again.</summary>
    NeedMoreData,

    /// <summary>A message or control frame; there may be more in the buffer.</summary>
    Message,

    /// <summary>The peer broke a rule; <see cref="MessageReader.Failure"/> says which. Final.</summary>
    Failed,
}
