using System.Security.Cryptography;
using System.Text;
using Sws.Grains.Hubs;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Sessions;

/// <summary>What a session grain remembers. Small: there is one per connected client.</summary>
internal sealed class SessionState
{
    // Outbox ids of one memory: four billion. Above them, of the 53 bits that every client can count, two million snapshots.
    private const int OutboxIdBits = 32;

    private Dictionary<string, bool>? _groups;
    private AckIdSet? _ackIds;

    public SessionState(in Authorization authorization, SessionOpen open, string userId, long generation, string? token)
    {
        Hub = authorization.Hub!;
        Identity = open.Identity;
        Protocol = open.Protocol;
        Edge = open.Edge;
        UserId = userId;
        Permissions = authorization.Permissions;
        Grants = authorization.Grants;
        Generation = generation;
        RecoveryToken = token;
    }

    public Hub Hub { get; }

    public ClientIdentity Identity { get; private set; }

    public string? Protocol { get; }

    public string UserId { get; }

    public string? RecoveryToken { get; }

    public PermissionSet Permissions { get; private set; }

    /// <summary>The runtime grants that <see cref="Permissions"/> come from.</summary>
    public GrantIndex Grants { get; private set; }

    /// <summary>Where the socket is, or was last.</summary>
    public EdgeAddress Edge { get; private set; }

    /// <summary>Attach number: grows by one with every socket that takes the session over.</summary>
    public long Generation { get; private set; }

    /// <summary>Whether the session has a socket.</summary>
    public bool IsAttached { get; set; } = true;

    /// <summary>Whether the edge holds the session, with a socket or without: then it keeps what is sent to the session, too.</summary>
    public bool IsHeld { get; set; } = true;

    /// <summary>
    /// The outbox id behind which this memory gives its own: what the edge has queued, and what an earlier memory, which is
    /// gone, may still have on its way there, are below. An edge drops ids that it has: one given twice would be lost.
    /// </summary>
    public long LastOutboxId { get; private init; }

    /// <summary>Made on first use: a client that never asks for acks pays nothing.</summary>
    public AckIdSet AckIds => _ackIds ??= new AckIdSet();

    public int GroupCount => _groups?.Count ?? 0;

    /// <summary>
    /// The last message of the user's inbox that an earlier memory had brought, and the outbox id up to which the edge has
    /// messages of that memory; null when it brought none.
    /// </summary>
    public (long OutboxId, InboxPosition Place)? Brought { get; private init; }

    public static SessionState From(SessionSnapshot snapshot, in Authorization authorization)
    {
        SessionState state = new(authorization, snapshot.Open, snapshot.UserId!, snapshot.Generation, snapshot.RecoveryToken)
        {
            IsAttached = snapshot.Attached,
            LastOutboxId = Math.Max(snapshot.LastOutboxId, snapshot.Number << OutboxIdBits),
            Brought = snapshot.Inbox is { } place ? (snapshot.LastOutboxId, place) : null,
            _ackIds = new AckIdSet(snapshot.AckIds),
        };
        foreach (GroupMembership membership in snapshot.Groups)
        {
            state.Join(membership.Group, membership.Presence);
        }

        return state;
    }

    /// <summary>Whether a client that wants to resume is this session's: by the token and the key, in the same hub and protocol.</summary>
    public bool IsOf(SessionResume request) =>
        RecoveryToken is not null
        && Hub.Name == request.Hub
        && Protocol == request.Protocol
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(RecoveryToken), Encoding.UTF8.GetBytes(request.Token))
        && Identity.PublicKey.AsSpan().SequenceEqual(request.Identity.PublicKey);

    /// <summary>Takes a new attach number: whoever holds an older one has lost the session.</summary>
    public long Fence() => ++Generation;

    /// <summary>Gives the session to the socket that the newest attach number was taken for.</summary>
    public void Attach(SessionResume request, in Authorization authorization)
    {
        Identity = request.Identity;
        Edge = request.Edge;
        Permit(authorization);
        IsAttached = true;
        IsHeld = true;
    }

    /// <summary>Takes over what a new look at the client allows; nothing when it was refused.</summary>
    public void Permit(in Authorization authorization) => (Permissions, Grants) = (authorization.Permissions, authorization.Grants);

    /// <summary>The edge asserts that it holds the session.</summary>
    public void Assert(SessionSnapshot snapshot)
    {
        Edge = snapshot.Open.Edge;
        IsAttached = snapshot.Attached;
        IsHeld = true;
        foreach (GroupMembership membership in snapshot.Groups)
        {
            Join(membership.Group, membership.Presence);
        }
    }

    public bool IsIn(string group) => _groups?.ContainsKey(group) == true;

    public void Join(string group, bool presence) => (_groups ??= new Dictionary<string, bool>(StringComparer.Ordinal))[group] = presence;

    public bool Leave(string group) => _groups?.Remove(group) == true;

    public IReadOnlyList<GroupMembership> Memberships() =>
        _groups is null ? [] : [.. _groups.Select(entry => new GroupMembership(entry.Key, entry.Value))];
}
