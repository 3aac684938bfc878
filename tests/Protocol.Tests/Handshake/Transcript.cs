using System.Text;
using System.Text.Json;
using Sws.Protocol.Crypto;
using Sws.Testing;

namespace Sws.Protocol.Tests.Handshake;

/// <summary>One recorded session of the npm package node-sws 1.2.1 talking to itself, with all random bytes it drew.</summary>
internal sealed record Transcript(
    string Name,
    int Version,
    bool RequireCert,
    string ClientSecretKey,
    string ClientPublicKey,
    string ServerSecretKey,
    string ServerPublicKey,
    string ClientCertificate,
    string ServerCertificate,
    IReadOnlyList<string> Draws,
    IReadOnlyList<TranscriptText> Texts,
    IReadOnlyList<string> Plaintexts,
    IReadOnlyList<TranscriptRecord> Records)
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    internal static IReadOnlyList<Transcript> All { get; } = Load();

    internal byte[] Hello => Encoding.UTF8.GetBytes(Texts[0].Text);

    internal byte[] ServerHello => Encoding.UTF8.GetBytes(Texts[1].Text);

    internal byte[] Ready => Encoding.UTF8.GetBytes(Texts[2].Text);

    // In the order the package drew them: hello nonce; server nonce, server's key; client nonce, client's key.
    internal ReplayedRandom ServerRandom => new(Draws[1], Draws[2]);

    internal ReplayedRandom ClientRandom => new(Draws[0], Draws[3], Draws[4]);

    internal static Transcript Named(string name) => All.Single(transcript => transcript.Name == name);

    internal BoxKeyPair ClientKeyPair() => BoxKeyPair.FromSecretKey(Convert.FromHexString(ClientSecretKey));

    internal BoxKeyPair ServerKeyPair() => BoxKeyPair.FromSecretKey(Convert.FromHexString(ServerSecretKey));

    public override string ToString() => Name;

    private static List<Transcript> Load()
    {
        string path = RepositoryFiles.At("tests", "Protocol.Tests", "Handshake", "Vectors", "node-sws-1.2.1.json");
        return JsonSerializer.Deserialize<List<Transcript>>(File.ReadAllText(path), CamelCase)
            ?? throw new InvalidOperationException("The recorded transcripts are empty.");
    }
}
