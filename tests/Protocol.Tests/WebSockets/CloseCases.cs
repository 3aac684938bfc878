using System.Buffers.Binary;

namespace Sws.Protocol.Tests.WebSockets;

/// <summary>Section 7: nothing surfaces after a close frame. Its payload is the business of <c>ClosePayload</c>, tested there.</summary>
internal static class CloseCases
{
    public static IEnumerable<ConformanceCase> All()
    {
        byte[] normal = [0x03, 0xE8];
        var close = TestFrame.Close(normal);
        var closed = Received.Close(normal);
        var large = FramingCases.Letters(256 << 10);
        return
        [
            new("7.1.1", "message, then close", [TestFrame.Text("bye"), close], [Received.Text("bye"), closed]),
            new("7.1.2", "two closes", [close, close], [closed]),
            new("7.1.3", "ping after close", [close, TestFrame.Ping("late")], [closed]),
            new("7.1.4", "text after close", [close, TestFrame.Text("late")], [closed]),
            new("7.1.4 broken", "broken frames after close", [close, TestFrame.Of(7, [1], reserved: 7), TestFrame.Text([0xFF])], [closed]),
            new("7.1.5", "close between fragments", [TestFrame.Text("one", fin: false), close, TestFrame.Last("two")], [closed]),
            new("7.1.6", "256 KiB, then text, close and ping",
                [TestFrame.Text(large), TestFrame.Text("bye"), close, TestFrame.Ping("late")],
                [Received.Text(large), Received.Text("bye"), closed]),
            new("7.3.1", "close without payload", [TestFrame.Close([])], [Received.Close([])]),
            new("7.3.2", "close with one byte", [TestFrame.Close([0x03])], [Received.Close([0x03])]),
            new("7.3.3", "close with a code", [close], [closed]),
            new("7.3.4", "close with code and reason", [TestFrame.Close(1000, "done")], [Received.Close([0x03, 0xE8, .. "done"u8])]),
            new("7.3.5", "close with a reason of 123", [TestFrame.Close(1000, new string('x', 123))],
                [Received.Close([0x03, 0xE8, .. Enumerable.Repeat((byte)'x', 123)])]),
            new("7.3.6", "close with a reason of 124", [TestFrame.Close(1000, new string('x', 124))], [], CloseReason.FrameControlTooLong),
            new("7.5.1", "close with a broken reason", [TestFrame.Close([0x03, 0xE8, 0xED, 0xA0, 0x80])],
                [Received.Close([0x03, 0xE8, 0xED, 0xA0, 0x80])]),
            .. Codes("7.7", 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999),
            .. Codes("7.9", 0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999),
            .. Codes("7.13", 5000, 65535),
        ];
    }

    private static IEnumerable<ConformanceCase> Codes(string section, params ushort[] codes)
    {
        var payload = new byte[2];
        return codes.Select((code, i) =>
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload, code);
            return new ConformanceCase(
                $"{section}.{i + 1}", $"close with code {code}", [TestFrame.Close(code)], [Received.Close([.. payload])]);
        });
    }
}
