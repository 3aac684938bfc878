namespace Sws.Protocol.Messaging;

/// <summary>What became of the bytes of a message.</summary>
public enum DecodeStatus
{
    /// <summary>The message is valid.</summary>
    Ok,

    /// <summary>Not valid JSON or protobuf, a required field is missing, or a field has the wrong type or size.</summary>
    Malformed,

    /// <summary>JSON nested deeper than <see cref="MessageLimits.MaxJsonDepth"/>.</summary>
    TooDeep,

    /// <summary>Well formed, but of a type nobody here knows. A newer peer may have sent it.</summary>
    UnknownType,

    /// <summary>Part of the published protocol, but not offered here, or not in this protocol variant.</summary>
    Unsupported,
}
