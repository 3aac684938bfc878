namespace Sws.Protocol.Messaging.Protobuf;

/// <summary>
/// The field numbers of <c>docs/protocol-messages.proto</c>, by message. Published numbers are below 100; additions to a published
/// message start at 100, where other parsers skip them.
/// </summary>
internal static class ProtoField
{
    public const int FirstAddition = 100;

    /// <summary>Not a field number: a message of this type has no payload.</summary>
    public const int NoPayload = 0;

    /// <summary>In every message a <c>DownstreamMessage</c> can hold, whether published or not.</summary>
    public const int SequenceId = 4;

    public static class Upstream
    {
        public const int SendToGroup = 1;
        public const int Event = 5;
        public const int JoinGroup = 6;
        public const int LeaveGroup = 7;
        public const int SequenceAck = 8;
        public const int SendToUser = 100;
        public const int SendToConnection = 101;
        public const int Invoke = 102;
        public const int InvokeResponse = 103;
        public const int CancelInvocation = 104;
        public const int Ping = 105;
    }

    public static class Downstream
    {
        public const int Ack = 1;
        public const int Data = 2;
        public const int System = 3;
        public const int Presence = 100;
        public const int Invoke = 101;
        public const int InvokeResponse = 102;
        public const int Pong = 103;
    }

    /// <summary>SendToGroup, SendToUser and SendToConnection: to whom, ack id, data.</summary>
    public static class Send
    {
        public const int To = 1;
        public const int AckId = 2;
        public const int Data = 3;
        public const int NoEcho = 4;
    }

    public static class Event
    {
        public const int Name = 1;
        public const int Data = 2;
        public const int AckId = 3;
    }

    /// <summary>JoinGroup and LeaveGroup.</summary>
    public static class Membership
    {
        public const int Group = 1;
        public const int AckId = 2;
        public const int Recover = 100;
        public const int Presence = 101;
    }

    /// <summary>Invoke in both directions, its response and its cancellation.</summary>
    public static class Invocation
    {
        public const int Id = 1;
        public const int Data = 2;
        public const int Event = 3;
        public const int Success = 3;
        public const int UserId = 5;
        public const int ConnectionId = 6;
        public const int FromUserId = 5;
        public const int Error = 5;
    }

    public static class Payload
    {
        public const int Text = 1;
        public const int Binary = 2;
        public const int Protobuf = 3;
        public const int Json = 4;
        public const int TextIsJson = 100;
    }

    public static class Position
    {
        public const int Epoch = 1;
        public const int Offset = 2;
        public const int Recovered = 3;
    }

    public static class Ack
    {
        public const int AckId = 1;
        public const int Success = 2;
        public const int Error = 3;
        public const int Position = 100;
    }

    public static class Error
    {
        public const int Name = 1;
        public const int Message = 2;
        public const int Code = 100;
        public const int Temporary = 101;
    }

    public static class Data
    {
        public const int From = 1;
        public const int Group = 2;
        public const int Payload = 3;
        public const int FromUserId = 100;
        public const int Position = 101;
        public const int Number = 102;
    }

    public static class System
    {
        public const int Connected = 1;
        public const int Disconnected = 2;
        public const int Draining = 100;
        public const int DisconnectedReason = 2;
        public const int DrainingAfterMs = 1;
    }

    public static class Connected
    {
        public const int ConnectionId = 1;
        public const int UserId = 2;
        public const int ReconnectionToken = 3;
        public const int Recovered = 100;
        public const int Reason = 101;
        public const int AckedUpTo = 102;
        public const int TtlSeconds = 103;
        public const int Limits = 104;
    }

    public static class Limits
    {
        public const int MaxMessageBytes = 1;
        public const int MaxUnackedMessages = 2;
        public const int MaxUnackedBytes = 3;
        public const int MaxGroups = 4;
    }

    public static class Presence
    {
        public const int Group = 1;
        public const int IsState = 2;
        public const int Entries = 3;
        public const int Left = 5;
        public const int EntriesEntry = 1;
        public const int EntryConnectionId = 1;
        public const int EntryUserId = 2;
    }
}
