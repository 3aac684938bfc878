using Sws.Protocol.Handshake;

namespace Sws.Protocol.Tests.Handshake;

/// <summary>Every state of both machines is given every message. Rows are states, columns messages.</summary>
public sealed class StateEventTests
{
    private const string Done = "text_after_handshake";
    private const string Order = "handshake_order";
    private const string Earlier = "handshake_not_json";

    public static TheoryData<string, string, string> ServerTable => Table(
        ["hello", "server hello", "ready", "unknown opcode", "not json"],
        ("await hello", ["Send", Order, Order, "handshake_opcode", "handshake_not_json"]),
        ("await ready", [Order, Order, "Complete", "handshake_opcode", "handshake_not_json"]),
        ("done", [Done, Done, Done, Done, Done]),
        ("failed", [Earlier, Earlier, Earlier, Earlier, Earlier]));

    public static TheoryData<string, string, string> ClientTable => Table(
        ["hello", "server hello", "ready", "unknown opcode", "not json"],
        ("new", [Order, Order, Order, "handshake_opcode", "handshake_not_json"]),
        ("await server hello", [Order, "SendAndComplete", Order, "handshake_opcode", "handshake_not_json"]),
        ("done", [Done, Done, Done, Done, Done]),
        ("failed", [Earlier, Earlier, Earlier, Earlier, Earlier]));

    [Theory]
    [MemberData(nameof(ServerTable))]
    public void Server_EveryStateAndMessage_DoesAsTheTableSays(string state, string message, string expected)
    {
        using var session = new ServerSession();
        if (state is "await ready" or "done")
        {
            session.SayHello();
        }

        byte[] ready = session.Ready();
        if (state is "done")
        {
            Assert.Equal(HandshakeAction.Complete, session.Server.Receive(ready).Action);
        }
        else if (state is "failed")
        {
            Steps.AssertFails(Earlier, session.Server.Receive("x"u8));
        }

        HandshakeStep step = session.Server.Receive(message switch
        {
            "hello" => Messages.Hello(session.Client, nonce: [8, 7, 6, 5, 4, 3, 2, 1]),
            "server hello" => Messages.ServerHello(Messages.Array(session.Client.PublicKey), "[1]"),
            "ready" => ready,
            "unknown opcode" => """{"opc":3,"version":1}"""u8,
            _ => "not json"u8,
        });

        Assert.Equal(expected, step.Failure?.Tag ?? step.Action.ToString());
    }

    [Theory]
    [MemberData(nameof(ClientTable))]
    public void Client_EveryStateAndMessage_DoesAsTheTableSays(string state, string message, string expected)
    {
        using var session = new ClientSession();
        using var unstarted = new ClientHandshake(new ClientHandshakeOptions(1, session.KeyPair, session.Verifier, default));
        ClientHandshake client = state is "new" ? unstarted : session.Client;
        if (state is "done")
        {
            Assert.Equal(HandshakeAction.SendAndComplete, client.Receive(session.Hello()).Action);
        }
        else if (state is "failed")
        {
            Steps.AssertFails(Earlier, client.Receive("x"u8));
        }

        HandshakeStep step = client.Receive(message switch
        {
            "hello" => Messages.Hello(session.Server),
            "server hello" => session.Hello(),
            "ready" => Messages.Ready("[1]"),
            "unknown opcode" => """{"opc":3,"version":1}"""u8,
            _ => "not json"u8,
        });

        Assert.Equal(expected, step.Failure?.Tag ?? step.Action.ToString());
    }

    private static TheoryData<string, string, string> Table(string[] messages, params (string State, string[] Results)[] rows)
    {
        var table = new TheoryData<string, string, string>();
        foreach ((string state, string[] results) in rows)
        {
            foreach ((string message, string result) in messages.Zip(results))
            {
                table.Add(state, message, result);
            }
        }

        return table;
    }
}
