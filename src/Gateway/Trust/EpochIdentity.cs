using Sws.Protocol.Handshake;

namespace Sws.Gateway.Trust;

/// <summary>The version 2 key of one epoch, and the hellos that it has answered.</summary>
internal sealed class EpochIdentity(ServerIdentity identity, HelloGuard guard) : IDisposable
{
    public ServerIdentity Identity { get; } = identity;

    public HelloGuard Guard { get; } = guard;

    /// <summary>Gives the key up; it is zeroed when the last handshake that uses it is over.</summary>
    public void Dispose() => Identity.Dispose();
}
