using Sws.Client;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Client;

/// <summary>A gateway whose hubs keep messages of groups or users, each in its own way; everything is allowed.</summary>
public sealed class HistoryGateway : IAsyncLifetime
{
    public const string Durable = "durable";
    public const string Memory = "memory";
    public const string Few = "few";
    public const string Inbox = "inbox";
    public const string SmallInbox = "small-inbox";

    private GatewayProcess? _gateway;

    public static async Task<HistoryGateway> StartInAsync(string dataDirectory) =>
        new() { _gateway = await GatewayProcess.StartInAsync(dataDirectory, Settings()) };

    public async ValueTask InitializeAsync() => _gateway = await GatewayProcess.StartAsync(Settings());

    public async ValueTask DisposeAsync() => await _gateway!.DisposeAsync();

    public void Kill() => _gateway!.Process.Kill();

    public Task<SwsClient> ConnectAsync(string hub, ClientIdentity? identity = null) => SwsClient.ConnectAsync(
        new SwsClientOptions { Url = _gateway!.Url(hub), Trust = ServerTrust.CertificateAuthorityFile(_gateway.CaFile), Identity = identity },
        TestContext.Current.CancellationToken);

    /// <summary>The next messages of one kind that a client gets.</summary>
    public static async Task<List<TMessage>> ReadAsync<TMessage>(SwsClient client, int count)
        where TMessage : SwsMessage
    {
        List<TMessage> messages = [];
        await ReadAsync().Within(Timeouts.Step, $"{count} messages");
        return messages;

        async Task ReadAsync()
        {
            await foreach (SwsMessage message in client.ReadMessagesAsync(TestContext.Current.CancellationToken))
            {
                if (message is TMessage wanted)
                {
                    messages.Add(wanted);
                    if (messages.Count == count)
                    {
                        return;
                    }
                }
            }
        }
    }

    private static IEnumerable<string> Settings() =>
    [
        .. Hub(Durable, "History=Durable", "HistoryMessages=5000"),
        .. Hub(Memory, "History=Memory"),
        .. Hub(Few, "History=Durable", "HistoryMessages=10", "HistoryGroups=*"),
        .. Hub(Inbox, "Inbox=Durable", "InboxMessages=5000"),
        .. Hub(SmallInbox, "Inbox=Durable", "InboxMessages=3"),
    ];

    private static IEnumerable<string> Hub(string name, params IEnumerable<string> settings) =>
        settings.Concat(["RequireCert=false", "Permissions:0:Allow=webpubsub.joinLeaveGroup,webpubsub.sendToGroup,sendToUser,sendToConnection,invoke"])
            .Select(setting => $"--Hubs:{name}:{setting}");
}
