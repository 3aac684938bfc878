using System.Text;
using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;
using Sws.Protocol.Records;
using static Sws.Protocol.Tests.Handshake.Steps;

namespace Sws.Protocol.Tests.Handshake;

/// <summary>Our client against our server.</summary>
public sealed class RoundTripTests
{
    private const string ClientCertificate = """{"desc":{"type":"ca","names":["ключ","\ud83d\ude00"]},"sign":{"signature":[0,255]}}""";

    [Theory]
    [InlineData(1, false, true)]
    [InlineData(1, false, false)]
    [InlineData(2, false, true)]
    [InlineData(2, true, true)]
    [InlineData(2, true, false)]
    public void Handshake_BothOurs_GivesBothTheSameKeys(int version, bool requireCertificate, bool shared)
    {
        using var pair = new Pair(version, requireCertificate, shared);

        HandshakeStep serverHello = pair.Server.Receive(pair.Client.Start().Span);
        HandshakeStep ready = pair.Client.Receive(serverHello.Text.Span);
        HandshakeStep done = pair.Server.Receive(ready.Text.Span);

        Assert.Equal(
            (HandshakeAction.Send, HandshakeAction.SendAndComplete, HandshakeAction.Complete),
            (serverHello.Action, ready.Action, done.Action));
        Assert.Equal(requireCertificate ? ClientCertificate : string.Empty, Encoding.UTF8.GetString(pair.Server.ClientCertificateJson.Span));
        Assert.Equal(version == 2 ? TestIdentities.Certificate : string.Empty, pair.Verifier.Certificate);
        using RecordSealer clientSealer = pair.Client.TakeSealer();
        using RecordOpener clientOpener = pair.Client.TakeOpener();
        using RecordSealer serverSealer = pair.Server.TakeSealer();
        using RecordOpener serverOpener = pair.Server.TakeOpener();
        for (int i = 0; i < 3; i++)
        {
            AssertCarries(clientSealer, serverOpener);
            AssertCarries(serverSealer, clientOpener);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Handshake_AnyMessageTruncated_NeverCompletes(int version)
    {
        using var measured = new Pair(version, requireCertificate: version == 2);
        for (int cut = 0; cut < 3; cut++)
        {
            int length = measured.Message(cut).Length;
            for (int i = 0; i < length; i++)
            {
                using var pair = new Pair(version, requireCertificate: version == 2);
                AssertFails("handshake_not_json", pair.Deliver(cut, text => text[..Math.Min(i, text.Length - 1)]));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Handshake_AnyByteOfAnyMessageChanged_NeverCompletes(int version)
    {
        using var measured = new Pair(version, requireCertificate: version == 2);
        for (int changed = 0; changed < 3; changed++)
        {
            int length = measured.Message(changed).Length;
            for (int i = 0; i < length; i++)
            {
                using var pair = new Pair(version, requireCertificate: version == 2);
                HandshakeStep step = pair.Deliver(changed, text =>
                {
                    byte[] copy = text.ToArray();
                    copy[Math.Min(i, copy.Length - 1)] ^= 1;
                    return copy;
                });

                // Another key, nonce or, in a hello, version can look right; then the next box does not open.
                Assert.Equal(HandshakeAction.Fail, pair.Finish(changed, step).Action);
            }
        }
    }

    [Fact]
    public void Handshake_RelayRewritesTheVersion_ServerOfVersion2Refuses()
    {
        using var pair = new Pair(1, requireCertificate: false, versions: SwsVersions.V2);

        AssertFails("handshake_version_refused", pair.Server.Receive(pair.Client.Start().Span));
    }

    private static void AssertCarries(RecordSealer sealer, RecordOpener opener)
    {
        byte[] record = [.. new byte[RecordSealer.Overhead], .. "some text"u8];
        sealer.Seal(record);
        Assert.True(opener.TryOpen(record, record.AsSpan(RecordSealer.Overhead)));
        Assert.Equal("some text"u8, record.AsSpan(RecordSealer.Overhead));
    }

    private sealed class Pair : IDisposable
    {
        private readonly TestIdentities _identities;
        private readonly BoxKeyPair _keyPair = BoxKeyPair.Generate();

        internal Pair(int version, bool requireCertificate, bool shared = true, SwsVersions versions = SwsVersions.V1 | SwsVersions.V2)
        {
            _identities = new TestIdentities(shared: shared);
            Server = new ServerHandshake(new ServerHandshakePolicy(versions, requireCertificate), _identities);
            Client = new ClientHandshake(new ClientHandshakeOptions(version, _keyPair, Verifier, Messages.Utf8(ClientCertificate)));
        }

        internal TestVerifier Verifier { get; } = new();

        internal ServerHandshake Server { get; }

        internal ClientHandshake Client { get; }

        /// <summary>An honest message, one after the other: 0 ClientHello, 1 ServerHello, 2 ClientReady.</summary>
        internal ReadOnlyMemory<byte> Message(int number) => number switch
        {
            0 => _last = Client.Start(),
            1 => _last = Server.Receive(_last.Span).Text,
            _ => _last = Client.Receive(_last.Span).Text,
        };

        private ReadOnlyMemory<byte> _last;

        /// <summary>Runs the handshake up to a message and delivers that one changed.</summary>
        internal HandshakeStep Deliver(int number, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> change)
        {
            for (int i = 0; i < number; i++)
            {
                _ = Message(i);
            }

            ReadOnlyMemory<byte> text = change(Message(number));
            return number == 1 ? Client.Receive(text.Span) : Server.Receive(text.Span);
        }

        /// <summary>Goes on honestly after the changed message, as far as it goes.</summary>
        internal HandshakeStep Finish(int number, HandshakeStep step)
        {
            if (number == 0 && step.Action == HandshakeAction.Send)
            {
                step = Client.Receive(step.Text.Span);
                number = 1;
            }

            return number == 1 && step.Action == HandshakeAction.SendAndComplete ? Server.Receive(step.Text.Span) : step;
        }

        public void Dispose()
        {
            Client.Dispose();
            Server.Dispose();
            _identities.Dispose();
            _keyPair.Dispose();
        }
    }
}
