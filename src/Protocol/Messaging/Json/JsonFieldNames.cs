namespace Sws.Protocol.Messaging.Json;

/// <summary>Finds a <see cref="JsonField"/> by its name on the wire. By length first, so that most keys cost one or two comparisons.</summary>
internal static class JsonFieldNames
{
    /// <summary>The field of this name, or <see cref="JsonField.None"/>.</summary>
    public static JsonField Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 => FindOf4(name),
        5 => FindOf5(name),
        6 => FindOf6(name),
        7 => FindOf7(name),
        8 => FindOf8(name),
        9 => FindOf9(name),
        10 => FindOf10(name),
        12 => FindOf12(name),
        15 => FindOf15(name),
        17 => FindOf17(name),
        18 => FindOf18(name),
        _ => JsonField.None,
    };

    private static JsonField FindOf4(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("type"u8) ? JsonField.Type :
        name.SequenceEqual("from"u8) ? JsonField.From :
        name.SequenceEqual("user"u8) ? JsonField.User :
        name.SequenceEqual("data"u8) ? JsonField.Data :
        name.SequenceEqual("name"u8) ? JsonField.Name :
        name.SequenceEqual("code"u8) ? JsonField.Code :
        name.SequenceEqual("left"u8) ? JsonField.Left :
        JsonField.None;

    private static JsonField FindOf5(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("event"u8) ? JsonField.Event :
        name.SequenceEqual("group"u8) ? JsonField.Group :
        name.SequenceEqual("ackId"u8) ? JsonField.AckId :
        name.SequenceEqual("error"u8) ? JsonField.Error :
        name.SequenceEqual("epoch"u8) ? JsonField.Epoch :
        JsonField.None;

    private static JsonField FindOf6(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("userId"u8) ? JsonField.UserId :
        name.SequenceEqual("noEcho"u8) ? JsonField.NoEcho :
        name.SequenceEqual("target"u8) ? JsonField.Target :
        name.SequenceEqual("offset"u8) ? JsonField.Offset :
        name.SequenceEqual("reason"u8) ? JsonField.Reason :
        name.SequenceEqual("limits"u8) ? JsonField.Limits :
        name.SequenceEqual("joined"u8) ? JsonField.Joined :
        name.SequenceEqual("number"u8) ? JsonField.Number :
        name.SequenceEqual("stream"u8) ? JsonField.Stream :
        JsonField.None;

    private static JsonField FindOf7(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("recover"u8) ? JsonField.Recover :
        name.SequenceEqual("success"u8) ? JsonField.Success :
        name.SequenceEqual("message"u8) ? JsonField.Message :
        name.SequenceEqual("afterMs"u8) ? JsonField.AfterMs :
        name.SequenceEqual("present"u8) ? JsonField.Present :
        JsonField.None;

    private static JsonField FindOf8(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("dataType"u8) ? JsonField.DataType :
        name.SequenceEqual("presence"u8) ? JsonField.Presence :
        JsonField.None;

    private static JsonField FindOf9(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("recovered"u8) ? JsonField.Recovered :
        name.SequenceEqual("ackedUpTo"u8) ? JsonField.AckedUpTo :
        name.SequenceEqual("temporary"u8) ? JsonField.Temporary :
        name.SequenceEqual("maxGroups"u8) ? JsonField.MaxGroups :
        JsonField.None;

    private static JsonField FindOf10(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("fromUserId"u8) ? JsonField.FromUserId :
        name.SequenceEqual("sequenceId"u8) ? JsonField.SequenceId :
        name.SequenceEqual("ttlSeconds"u8) ? JsonField.TtlSeconds :
        JsonField.None;

    private static JsonField FindOf12(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("connectionId"u8) ? JsonField.ConnectionId :
        name.SequenceEqual("invocationId"u8) ? JsonField.InvocationId :
        JsonField.None;

    private static JsonField FindOf15(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("maxMessageBytes"u8) ? JsonField.MaxMessageBytes :
        name.SequenceEqual("maxUnackedBytes"u8) ? JsonField.MaxUnackedBytes :
        JsonField.None;

    private static JsonField FindOf17(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("reconnectionToken"u8) ? JsonField.ReconnectionToken :
        JsonField.None;

    private static JsonField FindOf18(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("maxUnackedMessages"u8) ? JsonField.MaxUnackedMessages :
        JsonField.None;
}
