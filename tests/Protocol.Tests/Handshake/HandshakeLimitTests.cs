using System.Text;
using Sws.Protocol.Handshake;
using static Sws.Protocol.Tests.Handshake.Steps;

namespace Sws.Protocol.Tests.Handshake;

/// <summary>Each bound one below, at, and one above.</summary>
public sealed class HandshakeLimitTests
{
    [Theory]
    [InlineData(HandshakeLimits.MaxTextBytes - 1, null)]
    [InlineData(HandshakeLimits.MaxTextBytes, null)]
    [InlineData(HandshakeLimits.MaxTextBytes + 1, "handshake_too_big")]
    public void Receive_TextLength_UpTo64KiB(int length, string? tag)
    {
        using var session = new ServerSession();
        byte[] text = new byte[length];
        Array.Fill(text, (byte)' ');
        Messages.Hello(session.Client).CopyTo(text, 0);

        AssertOutcome(tag, session.Server.Receive(text));
    }

    [Theory]
    [InlineData(HandshakeLimits.MaxJsonDepth - 1, null)]
    [InlineData(HandshakeLimits.MaxJsonDepth, null)]
    [InlineData(HandshakeLimits.MaxJsonDepth + 1, "handshake_too_deep")]
    [InlineData(30_000, "handshake_too_deep")]
    public void Receive_ArrayDepth_UpTo8(int depth, string? tag)
    {
        // The message itself is the first level.
        string nested = new string('[', depth - 1) + new string(']', depth - 1);

        AssertOutcome(tag, ReceiveWith($"\"x\":{nested}"));
    }

    [Theory]
    [InlineData(HandshakeLimits.MaxJsonDepth, null)]
    [InlineData(HandshakeLimits.MaxJsonDepth + 1, "handshake_too_deep")]
    public void Receive_ObjectDepth_UpTo8(int depth, string? tag)
    {
        string nested = string.Concat(Enumerable.Repeat("{\"x\":", depth - 1)) + "1" + new string('}', depth - 1);

        AssertOutcome(tag, ReceiveWith($"\"x\":{nested}"));
    }

    [Fact]
    public void Receive_ArraysSideBySide_AreNotDeep() =>
        AssertOutcome(null, ReceiveWith($"\"x\":[{string.Join(',', Enumerable.Repeat("[[]]", 100))}]"));

    [Theory]
    [InlineData(HandshakeLimits.MaxJsonMembers - 1, null)]
    [InlineData(HandshakeLimits.MaxJsonMembers, null)]
    [InlineData(HandshakeLimits.MaxJsonMembers + 1, "handshake_too_big")]
    public void Receive_MembersOfTheMessage_UpTo32(int members, string? tag) =>
        AssertOutcome(tag, ReceiveWith(Members(members - 4)));

    [Theory]
    [InlineData(HandshakeLimits.MaxJsonMembers, null)]
    [InlineData(HandshakeLimits.MaxJsonMembers + 1, "handshake_too_big")]
    public void Receive_MembersOfAnInnerObject_UpTo32(int members, string? tag) =>
        AssertOutcome(tag, ReceiveWith($"\"x\":{{{Members(members)}}}"));

    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    public void Receive_CertificateOfAnySize_ArrivesWhole(int nameLength)
    {
        using var session = new ServerSession(requireCertificate: true);
        session.SayHello(2);
        string certificate = $$$"""{"desc":{"names":["{{{new string('n', nameLength)}}}"]}}""";

        Assert.Equal(HandshakeAction.Complete, session.Server.Receive(session.Ready(certificate, "2")).Action);
        Assert.Equal(certificate, Encoding.UTF8.GetString(session.Server.ClientCertificateJson.Span));
    }

    [Fact]
    public void Receive_BoxFillingTheWholeMessage_IsReadToItsEnd()
    {
        using var session = new ServerSession();
        session.SayHello(2);
        const string head = """{"opc":2,"version":2,"s_blackbox_a":[""";
        int count = (HandshakeLimits.MaxTextBytes - head.Length - 1) / 2;
        string text = head + string.Join(',', Enumerable.Repeat('1', count)) + "]}";
        Assert.InRange(text.Length, HandshakeLimits.MaxTextBytes - 1, HandshakeLimits.MaxTextBytes);

        AssertFails("handshake_box_forged", session.Server.Receive(Messages.Utf8(text)));
    }

    private static string Members(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $"\"k{i}\":{i}"));

    private static HandshakeStep ReceiveWith(string member)
    {
        using var session = new ServerSession();
        byte[] hello = Messages.Hello(session.Client);
        return session.Server.Receive([.. hello[..^1], .. Messages.Utf8("," + member), (byte)'}']);
    }

    private static void AssertOutcome(string? tag, HandshakeStep step)
    {
        if (tag is null)
        {
            Assert.Equal(HandshakeAction.Send, step.Action);
        }
        else
        {
            AssertFails(tag, step);
        }
    }
}
