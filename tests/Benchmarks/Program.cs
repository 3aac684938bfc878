using System.Globalization;
using BenchmarkDotNet.Running;
using Sws.Benchmarks;
using Sws.Benchmarks.Micro;

// "micro" runs the micro-benchmarks: micro --filter '*Records*', micro --list flat.
if (args is ["micro", .. var rest])
{
    BenchmarkSwitcher.FromAssembly(typeof(MicroConfig).Assembly).Run(rest, new MicroConfig());
    return 0;
}

// Servers for bench/run.sh. "stock" is ASP.NET Core's own WebSocket, "edge" this gateway's edge without grains, "signalr" SignalR,
// "handshake" prints what handshakes cost and ends;
// "plain-hub" fan-out as the edge does it, in plaintext. With certificate and key (PEM) stock and signalr speak TLS.
if (args is ["handshake"])
{
    return HandshakeCost.Run();
}

// "primitives" prints what libsodium's part of one costs.
if (args is ["primitives"])
{
    return PrimitiveCost.Run();
}

// "log" measures the message log.
if (args is ["log", var store, var target])
{
    return await LogBenchmark.RunAsync(store, target);
}

TlsOption? tls = args is [_, _, var certificate, var key] ? new TlsOption(certificate, key) : null;
WebApplication? server = args is [var kind, var port, ..] && int.TryParse(port, CultureInfo.InvariantCulture, out int number)
    ? kind switch
    {
        "stock" => StockServer.Build(number, tls),
        "signalr" => SignalRServer.Build(number, tls),
        "edge" => EdgeOnlyServer.Build(number),
        "plain-hub" => PlainHubServer.Build(number),
        _ => null,
    }
    : null;
if (server is null)
{
    Console.Error.WriteLine("usage: Sws.Benchmarks stock|signalr PORT [CERTIFICATE KEY] | edge|plain-hub PORT | micro … | handshake | primitives | log sqlite DIRECTORY | log redis HOST:PORT");
    return 2;
}

await server.RunAsync();
return 0;
