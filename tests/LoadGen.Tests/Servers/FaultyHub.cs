using Sws.Protocol.Messaging;

namespace Sws.LoadGen.Tests.Servers;

/// <summary>
/// The hub of a <see cref="FaultyEchoServer"/>: groups, messages to connections, acks and recovery, with faults planted in the deliveries
/// numbered 125, 375, … of each receiver, or in recoveries. Counts what it did.
/// </summary>
internal sealed class FaultyHub(string protocol = "protobuf.reliable.webpubsub.azure.v1")
{
    private readonly IMessageCodec _codec = MessageCodecs.Get(protocol)!;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HubClient> _clients = [];
    private readonly Dictionary<EchoConnection, HubClient> _byConnection = [];
    private int _faults;

    public Fault Fault { get; init; }

    public RecoveryFault RecoveryFault { get; init; }

    /// <summary>Does not acknowledge the message with this number of each sender.</summary>
    public ulong? UnacknowledgedId { get; init; }

    public int Faults => Volatile.Read(ref _faults);

    public void Opened(EchoConnection connection, string target)
    {
        lock (_lock)
        {
            var id = target.Split('&', '?').Select(part => part.Split('=')).FirstOrDefault(part => part[0] == "awps_connection_id")?[1];
            var known = id is null ? null : _clients[id];
            var recovered = known is not null && RecoveryFault is not (RecoveryFault.Refuse or RecoveryFault.RefuseByClosing);
            _faults += known is not null && !recovered ? 1 : 0;
            if (known is not null && RecoveryFault == RecoveryFault.RefuseByClosing)
            {
                connection.Close(1008);
                return;
            }

            var client = recovered ? known! : new HubClient(Guid.NewGuid().ToString("N"));
            client.Connection = connection;
            _clients[client.Id] = client;
            _byConnection[connection] = client;
            connection.TrySend(_codec.Encode(new Connected(client.Id, "user", "token", recovered, null, null, null, null)));
            if (recovered)
            {
                Resend(client);
            }
        }
    }

    public void Closed(EchoConnection connection)
    {
        lock (_lock)
        {
            if (_byConnection.Remove(connection, out var client) && client.Connection == connection)
            {
                client.Connection = null;
                client.LostOne = false;
            }
        }
    }

    public void Received(EchoConnection connection, byte[] bytes)
    {
        lock (_lock)
        {
            Assert.Equal(DecodeStatus.Ok, _codec.Decode(bytes, out var message));
            var client = _byConnection[connection];
            switch (message)
            {
                case JoinGroup join:
                    client.Group = join.Group;
                    Acknowledge(connection, join.AckId);
                    break;
                case SendToGroup send:
                    Acknowledge(connection, send.AckId);
                    foreach (var member in _clients.Values.Where(c => c.Group == send.Group))
                    {
                        Deliver(member, new GroupMessage(send.Group, null, send.Data, null));
                    }

                    break;
                case SendToConnection send:
                    Acknowledge(connection, send.AckId);
                    Deliver(_clients[send.ConnectionId], new DirectMessage(null, send.Data, false));
                    break;
                case SequenceAck ack:
                    client.Unacknowledged.Keys.Where(id => id <= ack.SequenceId).ToList().ForEach(id => client.Unacknowledged.Remove(id));
                    break;
            }
        }
    }

    private void Acknowledge(EchoConnection connection, ulong? ackId)
    {
        if (ackId is { } id && id != UnacknowledgedId)
        {
            connection.TrySend(_codec.Encode(new Ack(id, true, null, null)));
        }
    }

    private void Deliver(HubClient client, ServerMessage message)
    {
        var body = _codec.Encode(message);
        if (client.Connection is null && RecoveryFault == RecoveryFault.LoseOne && !client.LostOne)
        {
            client.LostOne = true;
            _faults++;
            return;
        }

        var chosen = Fault != Fault.None && client.Deliveries++ % 250 == 125;
        _faults += chosen ? 1 : 0;
        switch (chosen ? Fault : Fault.None)
        {
            case Fault.Drop:
                return;
            case Fault.Duplicate:
                Send(client, body);
                break;
            case Fault.Alter:
                body[^1] ^= 1;
                break;
            case Fault.Reorder:
                client.Held = body;
                return;
        }

        Send(client, body);
        if (client.Held is { } held)
        {
            client.Held = null;
            Send(client, held);
        }
    }

    private void Resend(HubClient client)
    {
        foreach (var message in client.Unacknowledged.Values)
        {
            client.Connection!.TrySend(message);
        }

        if (RecoveryFault == RecoveryFault.RepeatOne && client.Last is { } last)
        {
            _faults++;
            Send(client, last);
        }
    }

    private void Send(HubClient client, byte[] body)
    {
        var id = client.NextSequence++;
        var message = new byte[_codec.SequencedLength(body, id)];
        _codec.WriteSequenced(body, id, message);
        client.Last = body;
        client.Unacknowledged[id] = message;
        client.Connection?.TrySend(message);
    }
}
