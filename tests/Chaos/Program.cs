using Sws.Chaos;
using Sws.Chaos.Checking;
using Sws.Chaos.History;
using Sws.Chaos.Measuring;
using Sws.Chaos.Rounds;

var (options, problem) = Options.Parse(args);
if (options is null)
{
    await Console.Error.WriteLineAsync(problem);
    return 2;
}

if (options.WantsHelp)
{
    Console.WriteLine(Options.Help);
    return 0;
}

if (options.CheckFile is { } file)
{
    var verdict = HistoryChecker.Check(HistoryFile.Read(file), options.Effects);
    Console.Write(VerdictText.Of(verdict));
    return verdict.Holds ? 0 : 1;
}

if (options.Measure)
{
    await new FailureTimes(options, Console.WriteLine).RunAsync();
    return 0;
}

return await new ChaosRun(options, Console.WriteLine).RunAsync() ? 0 : 1;
