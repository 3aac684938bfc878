using System.Net;
using Sws.LoadGen.Commands;
using Sws.Protocol.Certificates;
using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;

namespace Sws.LoadGen.Connections;

/// <summary>What all connections of a worker share, made once from the options: addresses, trust, keys read from files.</summary>
internal sealed class ConnectionSettings : IDisposable
{
    private readonly BoxKeyPair? _keyPair;
    private readonly byte[] _certificate;
    private readonly ClientCertificates? _issuer;
    private readonly IServerVerifier _verifier;

    /// <summary>Reads the files that the options name.</summary>
    /// <param name="options">The run's options.</param>
    /// <param name="servers">Its URLs, resolved.</param>
    /// <param name="clock">The clock of every timeout and latency.</param>
    /// <exception cref="InvalidDataException">A key or certificate file is not one; the message names the option.</exception>
    public ConnectionSettings(RunOptions options, IReadOnlyList<ServerAddress> servers, TimeProvider clock)
    {
        Options = options;
        Servers = servers;
        Clock = clock;
        Sources = [.. options.SourceIps.Select(IPAddress.Parse)];
        _keyPair = options.KeyFile is { } keyFile ? ReadKeyPair(keyFile) : null;
        _certificate = options.CertFile is { } certFile ? File.ReadAllBytes(certFile) : [];
        _issuer = options.CaKeyFile is { } authority ? ClientCertificates.Read(authority, Sources, clock) : null;
        _verifier = ServerVerifier.Create(options, servers, clock);
    }

    /// <summary>The run's options.</summary>
    public RunOptions Options { get; }

    /// <summary>Servers in the order of the URLs.</summary>
    public IReadOnlyList<ServerAddress> Servers { get; }

    /// <summary>Local addresses to connect from; empty leaves it to the system.</summary>
    public IReadOnlyList<IPAddress> Sources { get; }

    /// <summary>The clock of every timeout and latency.</summary>
    public TimeProvider Clock { get; }

    /// <summary>True for SWS; false for the same messages in clear.</summary>
    public bool IsSws => Options.Transport == "sws";

    /// <summary>Resolves names and reads files.</summary>
    /// <exception cref="InvalidDataException">A key or certificate file is not one; the message names the option.</exception>
    public static async Task<ConnectionSettings> CreateAsync(RunOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        var servers = new List<ServerAddress>();
        foreach (var url in options.Urls)
        {
            servers.Add(await ServerAddress.ResolveAsync(url, cancellation).ConfigureAwait(false));
        }

        return new ConnectionSettings(options, servers, clock);
    }

    /// <summary>Where a connection goes at its first attempt, 0, or a later one.</summary>
    public ServerAddress ServerOf(int index, int attempt) => Servers[(index + attempt) % Servers.Count];

    /// <summary>
    /// The attempt after this one. It goes to another server if there is one, also where a URL was given several times to get a larger
    /// share: who lost a server is not sent there again.
    /// </summary>
    public int NextAttempt(int index, int attempt)
    {
        var left = ServerOf(index, attempt).EndPoint;
        for (var next = attempt + 1; next < attempt + Servers.Count; next++)
        {
            if (!ServerOf(index, next).EndPoint.Equals(left))
            {
                return next;
            }
        }

        return attempt + 1;
    }

    /// <summary>Starts a client handshake with the key of the options, or this one, or a fresh one, which is to be disposed with it.</summary>
    public ClientHandshake CreateHandshake(BoxKeyPair? key, out BoxKeyPair? ownPair)
    {
        key = _keyPair ?? key;
        ownPair = key is null ? BoxKeyPair.Generate() : null;
        key ??= ownPair!;
        return new ClientHandshake(new ClientHandshakeOptions(Options.SwsVersion, key, _verifier, _issuer?.Issue(key.PublicKey) ?? _certificate));
    }

    /// <summary>Zeroes the shared keys.</summary>
    public void Dispose()
    {
        _keyPair?.Dispose();
        _issuer?.Dispose();
    }

    private static BoxKeyPair ReadKeyPair(string file) =>
        KeyPairFile.TryRead(File.ReadAllBytes(file), out var pair) && pair is not null
            ? pair
            : throw new InvalidDataException("--key: the file is not a key pair");
}
