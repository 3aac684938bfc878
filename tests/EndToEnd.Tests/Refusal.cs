using Sws.Protocol;
using Sws.Testing;

namespace Sws.EndToEnd.Tests;

/// <summary>What every refusal must look like on the wire.</summary>
internal static class Refusal
{
    /// <summary>The product's deadline: whatever a peer does, a connection that is refused is told so within 2 s.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The next thing but pings is a close frame with exactly the code and the text of <paramref name="expected"/>, in time,
    /// and then, once it is answered, the connection ends. The exact text is also the proof that nothing of the peer's bytes is echoed.
    /// </summary>
    public static async Task ExpectCloseAsync(this RawWebSocket socket, CloseReason expected, TimeSpan? deadline = null)
    {
        var since = TimeProvider.System.GetTimestamp();
        var close = await socket.ReadMessageAsync($"the close frame ({expected.Tag})");
        var elapsed = TimeProvider.System.GetElapsedTime(since);
        Assert.Equal((RawFrame.Close, expected.Code, expected.Text), (close.Opcode, close.CloseCode, close.CloseText));
        Assert.False(close.Masked);
        Assert.True(elapsed <= (deadline ?? Deadline), $"The close frame took {elapsed.TotalMilliseconds:0} ms.");
        await socket.AnswerCloseAsync(close);
        await socket.ReadEndAsync();
    }
}
