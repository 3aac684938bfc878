using System.Collections.Concurrent;
using Sws.Protocol.Messaging;

namespace Sws.Benchmarks;

/// <summary>The groups of <see cref="PlainHubServer"/>: joined before the load starts, never left but by closing.</summary>
internal sealed class PlainHub
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<PlainClient, byte>> _groups = new(StringComparer.Ordinal);

    public static IMessageCodec Codec { get; } = MessageCodecs.Get("protobuf.reliable.webpubsub.azure.v1")!;

    public void Join(PlainClient client, string group) => _groups.GetOrAdd(group, _ => new()).TryAdd(client, 0);

    public void Leave(PlainClient client)
    {
        foreach (ConcurrentDictionary<PlainClient, byte> members in _groups.Values)
        {
            members.TryRemove(client, out _);
        }
    }

    public void Publish(SendToGroup message)
    {
        byte[] body = Codec.Encode(new GroupMessage(message.Group, "user", message.Data, null));
        if (_groups.TryGetValue(message.Group, out ConcurrentDictionary<PlainClient, byte>? members))
        {
            foreach ((PlainClient member, _) in members)
            {
                member.SendSequenced(body);
            }
        }
    }
}
