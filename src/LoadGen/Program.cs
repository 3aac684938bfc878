using Sws.LoadGen.Commands;

var host = new CommandHost(Console.Out, Console.Error, TimeProvider.System, isTerminal: !Console.IsOutputRedirected);
return await RootCommandBuilder.InvokeAsync(args, host).ConfigureAwait(false);
