using Sws.LoadGen.Dialects;
using Sws.Protocol.Crypto;

namespace Sws.LoadGen.Sessions;

/// <summary>
/// A client's side of one session, which may outlive its connection. Its own lock guards it: a new connection may already speak while the
/// old one's last messages are being read.
/// </summary>
internal sealed class HubSession(int index) : IDisposable
{
    /// <summary>Ack id of joining a group; a session joins one.</summary>
    public const ulong JoinAckId = 1;

    /// <summary>Ack id of the first message; its sequence number is added.</summary>
    public const ulong FirstMessageAckId = 2;

    private BoxKeyPair? _key;

    /// <summary>Index of its connections.</summary>
    public int Index => index;

    /// <summary>How the server knows it; null before it was established.</summary>
    public SessionIdentity? Identity { get; set; }

    /// <summary>The key that a session must show again to be taken up; made when first asked for.</summary>
    public BoxKeyPair Key => _key ??= BoxKeyPair.Generate();

    /// <summary>Which URL its connection goes to, counted from its first one's.</summary>
    public int Attempt { get; set; }

    /// <summary>Completes when the server has established it: null, or the name of the error.</summary>
    public TaskCompletionSource<string?>? Ready { get; set; }

    /// <summary>Completes when its group is joined: null, or the name of the error.</summary>
    public TaskCompletionSource<string?>? Joined { get; set; }

    /// <summary>What was received, and what of it was acknowledged.</summary>
    public ReceivedPosition Position;

    /// <summary>Ends whatever is awaited.</summary>
    public void Fail(string error)
    {
        Ready?.TrySetResult(error);
        Joined?.TrySetResult(error);
    }

    /// <summary>Forgets the session, and with it its key: the next connection begins another.</summary>
    public void Reset()
    {
        Identity = null;
        Position = default;
        Dispose();
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        _key?.Dispose();
        _key = null;
    }
}
