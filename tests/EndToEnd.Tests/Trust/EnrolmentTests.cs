using System.Buffers.Text;
using System.Text.Json;
using Sws.Protocol.Certificates;
using Sws.Protocol.Crypto;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Trust;

/// <summary>An unmodified node-sws device without a certificate is issued one over the wire, and enters with it.</summary>
public sealed class EnrolmentTests
{
    [Fact]
    public async Task Device_WithoutACertificate_IsIssuedOneAndEnters()
    {
        using TemporaryFolder folder = new();
        using BoxKeyPair backend = BoxKeyPair.Generate();
        await File.WriteAllBytesAsync(folder.At("backend.key"), KeyPairFile.Write(backend), TestContext.Current.CancellationToken);
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            "--Hubs:enrol:RequireCert=false",
            "--Hubs:enrol:Permissions:0:Match:Certificate=Absent",
            $"--Hubs:enrol:Permissions:0:Allow:0=invoke.user.{Base64Url.EncodeToString(backend.PublicKey)}",
            "--Hubs:locked:RequireCert=true",
            "--Hubs:locked:Handler=echo");
        JsonElement result = await NodeProcess.RunAsync(
            "enrol.mjs",
            "--enrol", gateway.Url("enrol", "protocol=json.webpubsub.azure.v1").ToString(),
            "--locked", gateway.Url("locked").ToString(),
            "--ca", gateway.CaFile,
            "--ca-key", gateway.CaKeyFile,
            "--backend-key", folder.At("backend.key"));
        Assert.Equal(("Forbidden", "enrolled"), (result.GetProperty("join").GetString(), result.GetProperty("echo").GetString()));
        Assert.Empty(result.GetProperty("notes").EnumerateArray());
    }
}
