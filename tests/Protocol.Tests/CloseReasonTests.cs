using System.Reflection;
using System.Text;

namespace Sws.Protocol.Tests;

public sealed class CloseReasonTests
{
    public static TheoryData<string> Tags => new(CloseReason.All.Select(reason => reason.Tag));

    [Fact]
    public void All_EveryPublicMember_IsInTheTableOnce()
    {
        var members = typeof(CloseReason).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(CloseReason))
            .ToDictionary(property => property.Name, property => (CloseReason)property.GetValue(null)!);

        Assert.Equal(members.Values.OrderBy(reason => reason.Number), CloseReason.All);
        Assert.All(members, member => Assert.Equal(member.Key.ToUpperInvariant(), member.Value.Tag.Replace("_", "").ToUpperInvariant()));
    }

    // Codes are wire format: clients decide by them.
    [Theory]
    [InlineData(1000, "Normal")]
    [InlineData(1001, "Draining")]
    [InlineData(1002, "FrameReservedBits FrameOpcode FrameControlTooLong FrameControlFragmented FrameContinuation FrameInterleaved")]
    [InlineData(1002, "FrameUnmasked FrameMasked ClosePayload FrameLength")]
    [InlineData(1002, "HandshakeVersion HandshakeOpcode HandshakeOrder HandshakeNonce HandshakePublicKeyShape HandshakeBoxShape")]
    [InlineData(1003, "HandshakeBinary TextAfterHandshake")]
    [InlineData(1007, "TextNotUtf8 HandshakeNotJson HandshakeDuplicateKey HandshakeTooDeep MessageMalformed")]
    [InlineData(1008, "HandshakeVersionRefused HandshakePublicKeyLowOrder HandshakePublicKeyNonCanonical HandshakePublicKeyOwn")]
    [InlineData(1008, "HandshakeReplayed HandshakeBoxForged HandshakeReadyPayload RecordForged RecoveryRefused")]
    [InlineData(1009, "MessageTooBig HandshakeTooBig")]
    [InlineData(1011, "ServerError")]
    [InlineData(4400, "IdleTimeout")]
    [InlineData(4401, "SlowConsumer")]
    [InlineData(4402, "RateLimited")]
    [InlineData(4403, "BackendUnavailable")]
    [InlineData(4404, "MessagesMissed")]
    [InlineData(4405, "HandshakeTimeout")]
    [InlineData(4500, "SessionReplaced")]
    [InlineData(4501, "ClosedByServer")]
    [InlineData(4510, "CertificateMissing")]
    [InlineData(4511, "CertificateMalformed")]
    [InlineData(4512, "CertificateType")]
    [InlineData(4513, "CertificateUnknownCa")]
    [InlineData(4514, "CertificateSignature")]
    [InlineData(4515, "CertificateExpired")]
    [InlineData(4516, "CertificateKeyMismatch")]
    [InlineData(4517, "CertificateAddress")]
    [InlineData(4518, "CertificateRevoked")]
    [InlineData(4519, "CertificateOutlivesCa")]
    [InlineData(4520, "NotAuthorized")]
    public void Code_OfNamedReasons_StaysTheSame(int code, string names) =>
        Assert.All(names.Split(' '), name =>
        {
            var reason = (CloseReason)typeof(CloseReason).GetProperty(name)!.GetValue(null)!;
            Assert.Equal(code, reason.Code);
        });

    [Fact]
    public void All_TextsAndTags_AreUnique()
    {
        Assert.Distinct(CloseReason.All.Select(reason => reason.Text));
        Assert.Distinct(CloseReason.All.Select(reason => reason.Tag));
    }

    [Theory, MemberData(nameof(Tags))]
    public void Text_Always_IsShortPrintableAscii(string tag)
    {
        var text = CloseReason.FromTag(tag)!.Text;

        Assert.NotEmpty(text);
        Assert.All(text, character => Assert.InRange(character, ' ', '~'));
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, 100);
    }

    [Theory, MemberData(nameof(Tags))]
    public void Tag_Always_IsSnakeCase(string tag) => Assert.Matches("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", tag);

    [Theory, MemberData(nameof(Tags))]
    public void Code_Always_IsOneThatEveryClientUnderstands(string tag)
    {
        var code = CloseReason.FromTag(tag)!.Code;

        // Widespread clients treat 1012-1014 as errors; 3000-3999 are for registration.
        Assert.True(code is (>= 4000 and <= 4999) or 1000 or 1001 or 1002 or 1003 or 1007 or 1008 or 1009 or 1011, $"code {code}");
    }

    [Theory, MemberData(nameof(Tags))]
    public void MayRetry_ByCode_FollowsTheRule(string tag)
    {
        var reason = CloseReason.FromTag(tag)!;

        // Private codes carry the answer in their range; of the public ones, leaving and failing servers invite a retry.
        var expected = reason.Code switch { 1001 or 1011 => true, >= 4000 and <= 4499 => true, _ => false };
        Assert.Equal(expected, reason.MayRetry);
    }

    [Theory, MemberData(nameof(Tags))]
    public void Severity_ByCode_BlamesTheRightSide(string tag)
    {
        var reason = CloseReason.FromTag(tag)!;

        if (reason.Code is 1002 or 1003 or 1007 or 1008 or 1009 or >= 4510)
        {
            Assert.Equal(CloseSeverity.PeerMistake, reason.Severity);
        }
        Assert.Equal(reason.Code == 1011, reason.Severity == CloseSeverity.Fault);
    }

    [Fact]
    public void Code_OfPrivateReasons_IsUnique() =>
        Assert.Distinct(CloseReason.All.Where(reason => reason.Code >= 4000).Select(reason => reason.Code));

    [Fact]
    public void FromTag_UnknownOrWrongCase_IsNull()
    {
        Assert.Null(CloseReason.FromTag("no_such_reason"));
        Assert.Null(CloseReason.FromTag("Normal"));
        Assert.Same(CloseReason.MessageTooBig, CloseReason.FromTag("message_too_big"));
    }

    [Fact]
    public void FromNumber_EveryNumber_FindsItsReason()
    {
        Assert.Null(CloseReason.FromNumber(0));
        Assert.All(CloseReason.All, reason => Assert.Same(reason, CloseReason.FromNumber(reason.Number)));
    }
}
