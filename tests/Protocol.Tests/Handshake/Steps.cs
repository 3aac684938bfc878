using Sws.Protocol.Handshake;

namespace Sws.Protocol.Tests.Handshake;

internal static class Steps
{
    internal static void AssertFails(string tag, HandshakeStep step)
    {
        Assert.Equal(tag, step.Failure?.Tag ?? $"no failure but {step.Action}");
        Assert.Equal(HandshakeAction.Fail, step.Action);
        Assert.True(step.Text.IsEmpty);
    }
}
