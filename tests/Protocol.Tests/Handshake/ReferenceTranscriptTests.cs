using System.Text;
using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;
using Sws.Protocol.Records;

namespace Sws.Protocol.Tests.Handshake;

/// <summary>With the random bytes the reference drew, both halves write byte for byte what it wrote.</summary>
public sealed class ReferenceTranscriptTests
{
    public static TheoryData<string> Names => [.. Transcript.All.Select(transcript => transcript.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Server_RecordedClient_WritesRecordedServer(string name)
    {
        Transcript transcript = Transcript.Named(name);
        using var identities = new TestIdentities(
            transcript.ServerKeyPair(), transcript.Version == 2 ? transcript.ServerCertificate : null, shared: false);
        ReplayedRandom random = transcript.ServerRandom;
        var policy = new ServerHandshakePolicy(SwsVersions.V1 | SwsVersions.V2, transcript.RequireCert);
        using var server = new ServerHandshake(policy, identities, random.Fill);

        HandshakeStep hello = server.Receive(transcript.Hello);
        HandshakeStep ready = server.Receive(transcript.Ready);

        Assert.Equal(HandshakeAction.Send, hello.Action);
        Assert.Equal(transcript.Texts[1].Text, Encoding.UTF8.GetString(hello.Text.Span));
        Assert.Equal(HandshakeAction.Complete, ready.Action);
        Assert.True(ready.Text.IsEmpty);
        Assert.Equal(transcript.Version, server.Version);
        Assert.Equal(transcript.ClientPublicKey, Convert.ToHexStringLower(server.ClientPublicKey.Span));
        Assert.Equal(
            transcript.RequireCert ? transcript.ClientCertificate : string.Empty, Encoding.UTF8.GetString(server.ClientCertificateJson.Span));
        Assert.Equal(0, random.Left);
        using RecordSealer sealer = server.TakeSealer();
        using RecordOpener opener = server.TakeOpener();
        AssertRecords(transcript, "server", sealer, opener);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Client_RecordedServer_WritesRecordedClient(string name)
    {
        Transcript transcript = Transcript.Named(name);
        using BoxKeyPair keyPair = transcript.ClientKeyPair();
        var verifier = new TestVerifier();
        ReplayedRandom random = transcript.ClientRandom;
        var options = new ClientHandshakeOptions(
            transcript.Version, keyPair, verifier, Encoding.UTF8.GetBytes(transcript.ClientCertificate));
        using var client = new ClientHandshake(options, random.Fill);

        ReadOnlyMemory<byte> hello = client.Start();
        HandshakeStep ready = client.Receive(transcript.ServerHello);

        Assert.Equal(transcript.Texts[0].Text, Encoding.UTF8.GetString(hello.Span));
        Assert.Equal(HandshakeAction.SendAndComplete, ready.Action);
        Assert.Equal(transcript.Texts[2].Text, Encoding.UTF8.GetString(ready.Text.Span));
        Assert.Equal(transcript.RequireCert, client.ServerRequiresCertificate);
        Assert.Equal(transcript.ServerPublicKey, verifier.PublicKey);
        Assert.Equal(transcript.ServerCertificate, verifier.Certificate);
        Assert.Equal(0, random.Left);
        using RecordSealer sealer = client.TakeSealer();
        using RecordOpener opener = client.TakeOpener();
        AssertRecords(transcript, "client", sealer, opener);
    }

    [Fact]
    public void Recordings_Roles_CoverBothVersionsAndBothCertificateRules() =>
        Assert.Equal(
            [(1, false), (2, false), (2, true)],
            Transcript.All.Select(transcript => (transcript.Version, transcript.RequireCert)).Distinct().Order());

    private static void AssertRecords(Transcript transcript, string self, RecordSealer sealer, RecordOpener opener)
    {
        string[] own = [.. transcript.Records.Where(record => record.From == self).Select(record => record.Record)];
        string[] peers = [.. transcript.Records.Where(record => record.From != self).Select(record => record.Record)];
        Assert.Equal(transcript.Plaintexts.Count, own.Length);
        Assert.Equal(transcript.Plaintexts.Count, peers.Length);
        for (int i = 0; i < own.Length; i++)
        {
            byte[] plaintext = Convert.FromHexString(transcript.Plaintexts[i]);
            byte[] record = [.. new byte[RecordSealer.Overhead], .. plaintext];
            sealer.Seal(record);
            Assert.Equal(own[i], Convert.ToHexStringLower(record));

            byte[] received = Convert.FromHexString(peers[i]);
            Assert.True(opener.TryOpen(received, received.AsSpan(RecordSealer.Overhead)));
            Assert.Equal(plaintext, received[RecordSealer.Overhead..]);
        }
    }
}
