namespace Sws.Protocol.Tests.WebSockets;

/// <summary>Sections 1 to 4: lengths, pings and pongs, reserved bits, reserved opcodes.</summary>
internal static class FramingCases
{
    private static readonly int[] Sizes = [0, 125, 126, 127, 128, 65535, 65536, 65536];

    public static IEnumerable<ConformanceCase> All() => [.. Lengths(), .. Pings(), .. ReservedBits(), .. ReservedOpcodes()];

    public static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7 + i / 251 + 0xFE))];

    public static byte[] Letters(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)('a' + i % 26))];

    private static IEnumerable<ConformanceCase> Lengths()
    {
        for (var i = 0; i < Sizes.Length; i++)
        {
            var (text, bytes) = (Letters(Sizes[i]), Bytes(Sizes[i]));
            yield return new($"1.1.{i + 1}", $"text of {Sizes[i]}", [TestFrame.Text(text)], [Received.Text(text)]);
            yield return new($"1.2.{i + 1}", $"binary of {Sizes[i]}", [TestFrame.Binary(bytes)], [Received.Binary(bytes)]);
        }
    }

    private static IEnumerable<ConformanceCase> Pings()
    {
        byte[] notText = [0x00, 0xFF, 0xFE, 0xFD, 0xFC, 0xFB, 0x00, 0xFF];
        TestFrame[] tenPings = [.. Enumerable.Range(0, 10).Select(i => TestFrame.Ping($"ping {i}"))];
        Received[] tenReceived = [.. Enumerable.Range(0, 10).Select(i => Received.Ping($"ping {i}"))];
        return
        [
            new("2.1", "empty ping", [TestFrame.Ping("")], [Received.Ping("")]),
            new("2.2", "ping with text", [TestFrame.Ping("are you there")], [Received.Ping("are you there")]),
            new("2.3", "ping with bytes that are no text", [TestFrame.Ping(notText)], [Received.Ping(notText)]),
            new("2.4", "ping of 125", [TestFrame.Ping(Bytes(125))], [Received.Ping(Bytes(125))]),
            new("2.5", "ping of 126", [TestFrame.Ping(Bytes(126))], [], CloseReason.FrameControlTooLong),
            new("2.6", "ping of 125 and a message", [TestFrame.Ping(Bytes(125)), TestFrame.Text("x")],
                [Received.Ping(Bytes(125)), Received.Text("x")]),
            new("2.7", "pong that nobody asked for", [TestFrame.Pong("")], [Received.Pong("")]),
            new("2.8", "pong with payload that nobody asked for", [TestFrame.Pong("late")], [Received.Pong("late")]),
            new("2.9", "pong, then ping", [TestFrame.Pong("late"), TestFrame.Ping("now")], [Received.Pong("late"), Received.Ping("now")]),
            new("2.10", "ten pings", tenPings, tenReceived),
            new("2.11", "ten pings and a close", [.. tenPings, TestFrame.Close(1000)], [.. tenReceived, Received.Close([0x03, 0xE8])]),
        ];
    }

    private static IEnumerable<ConformanceCase> ReservedBits()
    {
        for (var bits = 1; bits <= 7; bits++)
        {
            var opcode = bits switch { <= 4 => 1, 5 => 2, 6 => 9, _ => 8 };
            var bad = TestFrame.Of(opcode, opcode == 8 ? [0x03, 0xE8] : Letters(5), reserved: bits);
            var first = bits is >= 2 and <= 4;
            yield return new(
                $"3.{bits}",
                $"reserved bits {bits} on opcode {opcode}",
                first ? [TestFrame.Text("fine"), bad, TestFrame.Ping("never read")] : [bad],
                first ? [Received.Text("fine")] : [],
                CloseReason.FrameReservedBits);
        }
    }

    private static IEnumerable<ConformanceCase> ReservedOpcodes()
    {
        foreach (var (section, firstOpcode) in ((int, int)[])[(1, 3), (2, 11)])
        {
            for (var i = 0; i < 5; i++)
            {
                // The first is empty, the second has a payload, the others come after a message and before a ping.
                var bad = TestFrame.Of(firstOpcode + i, i is 0 or 2 or 4 ? [] : Letters(5));
                yield return new(
                    $"4.{section}.{i + 1}",
                    $"opcode {firstOpcode + i}",
                    i < 2 ? [bad] : [TestFrame.Text("fine"), bad, TestFrame.Ping("never read")],
                    i < 2 ? [] : [Received.Text("fine")],
                    CloseReason.FrameOpcode);
            }
        }
    }
}
