namespace Sws.Repository.Tests;

/// <summary>What a project under <c>src</c> may ask for. Everything that is not allowed here is forbidden.</summary>
/// <param name="Projects">The projects it may reference.</param>
/// <param name="Packages">The only packages it may reference itself; null: any that is not forbidden.</param>
/// <param name="ForbiddenPackages">Starts of package names that must not even come along through another package.</param>
/// <param name="ForbiddenNames">Namespaces and types that its sources must not name.</param>
/// <param name="AspNetCore">Whether it may use the ASP.NET Core shared framework.</param>
internal sealed record ProjectRule(
    string[] Projects,
    string[]? Packages,
    string[] ForbiddenPackages,
    string[] ForbiddenNames,
    bool AspNetCore)
{
    private static readonly string[] OrleansAndAspNetCore = ["Microsoft.Orleans", "Microsoft.AspNetCore"];

    // Orleans itself brings Microsoft.AspNetCore.Connections.Abstractions: interfaces only.
    private static readonly string[] AspNetCoreBeyondOrleans = ["Microsoft.AspNetCore.App", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Server"];

    /// <summary>The rules by project: docs/architecture.md says why.</summary>
    public static IReadOnlyDictionary<string, ProjectRule> All { get; } = new Dictionary<string, ProjectRule>(StringComparer.Ordinal)
    {
        // Bytes in, bytes out.
        ["Protocol"] = new(
            [],
            ["Sodium.Core"],
            [.. OrleansAndAspNetCore, "Microsoft.Extensions.Logging"],
            ["Socket", "TcpClient", "NetworkStream", "System.Net.WebSockets", "Microsoft.Extensions", "TimeProvider", "Stopwatch", "ILogger"],
            AspNetCore: false),

        // What a backend compiles against.
        ["Grains.Interfaces"] = new([], ["Microsoft.Orleans.Sdk"], [.. AspNetCoreBeyondOrleans, "Sodium.Core"], ["Sws.Protocol", "System.Net.Sockets"], AspNetCore: false),

        // Of Protocol only what needs no session key and no socket.
        ["Grains"] = new(
            ["Grains.Interfaces", "Protocol"],
            Packages: null,
            AspNetCoreBeyondOrleans,
            ["System.Net.Sockets", "Sws.Gateway", "ServerHandshake", "ClientHandshake", "Sws.Protocol.Records", "Sws.Protocol.WebSockets"],
            AspNetCore: false),

        ["Gateway"] = new(["Grains", "Grains.Interfaces", "Protocol"], Packages: null, [], ["Sws.LoadGen"], AspNetCore: true),
        ["Client"] = new(["Protocol"], Packages: null, OrleansAndAspNetCore, ["Orleans", "Sws.Gateway"], AspNetCore: false),

        // It tests from outside.
        ["LoadGen"] = new(["Client", "Protocol"], Packages: null, OrleansAndAspNetCore, ["Orleans", "Sws.Gateway", "Sws.Grains"], AspNetCore: false),
    };
}
