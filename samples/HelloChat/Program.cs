using Sws.Client;

var trust = ServerTrust.CertificateAuthorityFile("data/pki/ca.cert");
await using var client = await SwsClient.ConnectAsync("ws://localhost:8080/client/hubs/chat", trust);
await client.JoinGroupAsync("lobby");
await client.SendToGroupAsync("lobby", "Hello from .NET");
await foreach (var message in client.ReadMessagesAsync())
{
    Console.WriteLine(message is SwsGroupMessage chat ? $"{chat.Group}: {chat.Text}" : message);
}
