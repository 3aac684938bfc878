using Sws.Benchmarks;

// Servers for bench/run.sh: "stock PORT" is ASP.NET Core's own WebSocket, "edge PORT" this gateway's edge without grains.
if (args is ["stock" or "edge", var port] && int.TryParse(port, out int number))
{
    WebApplication server = args[0] == "stock" ? StockServer.Build(number) : EdgeOnlyServer.Build(number);
    await server.RunAsync();
    return 0;
}

Console.Error.WriteLine("usage: Sws.Benchmarks stock|edge PORT");
return 2;
