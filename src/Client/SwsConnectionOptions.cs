using System.Net.WebSockets;

namespace Sws.Client;

/// <summary>How one SWS connection is made. Immutable; use <c>with</c> to derive another.</summary>
public record SwsConnectionOptions
{
    /// <summary>The server, <c>ws://</c> or <c>wss://</c>. Required.</summary>
    public required Uri Url { get; init; }

    /// <summary>How the server proves who it is. Required, because no default is safe for everybody.</summary>
    public required ServerTrust Trust { get; init; }

    /// <summary>
    /// The key pair, and in version 2 the certificate, that this client proves. Not disposed by the connection.
    /// When null an ephemeral key pair is made and disposed with the connection.
    /// </summary>
    public ClientIdentity? Identity { get; init; }

    /// <summary>SWS version, 1 or 2. Default 2; <see cref="ServerTrust.CertificateAuthority"/> needs 2.</summary>
    public int Version { get; init; } = 2;

    /// <summary>Longest record accepted from the server, in plaintext bytes. Default 1 MiB, the gateway's own limit. A longer one closes with 1009.</summary>
    public int MaxMessageBytes { get; init; } = 1024 * 1024;

    /// <summary>From the start of the connect until the handshake is done. Default 10 s: a slow network's TCP, TLS and three flights.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time without traffic after which a WebSocket ping is sent. Default 25 s, under the 30 s at which common proxies cut.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>How long after a ping the server may stay silent before the connection counts as dead. Default 30 s.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock for time-outs and for the validity of certificates.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Sockets to connect with, when many connections should share a handler or its connect callback. Not disposed.</summary>
    public HttpMessageInvoker? Invoker { get; init; }

    /// <summary>Last touch on the WebSocket: proxy, request headers, TLS. Compression stays off whatever it sets.</summary>
    public Action<ClientWebSocketOptions>? ConfigureWebSocket { get; init; }

    /// <summary>Throws for a mistake that is visible before connecting.</summary>
    internal void Validate()
    {
        if (!Url.IsAbsoluteUri || Url.Scheme is not ("ws" or "wss"))
        {
            throw new ArgumentException("The URL must be absolute, ws:// or wss://.", nameof(Url));
        }

        if (Version is not (1 or 2))
        {
            throw new ArgumentException("The SWS version is 1 or 2.", nameof(Version));
        }

        if (Version == 1 && Trust.NeedsCertificate)
        {
            throw new ArgumentException("SWS version 1 has no certificates: pin the server's key, or use version 2.", nameof(Trust));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMessageBytes, 1, nameof(MaxMessageBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxMessageBytes, 1 << 30, nameof(MaxMessageBytes));
    }
}
