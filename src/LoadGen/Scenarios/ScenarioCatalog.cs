namespace Sws.LoadGen.Scenarios;

/// <summary>The scenarios by name.</summary>
internal static class ScenarioCatalog
{
    private static readonly Dictionary<string, Func<ScenarioContext, Scenario>> Makers = new(StringComparer.Ordinal)
    {
        ["connect"] = context => new ConnectScenario(context),
        ["echo"] = context => new EchoScenario(context),
        ["idle"] = context => new IdleScenario(context),
        ["group"] = context => new GroupScenario(context),
        ["direct"] = context => new DirectScenario(context),
        ["churn"] = context => new GroupScenario(context),
        ["soak"] = context => new SoakScenario(context),
    };

    /// <summary>Names, for help and errors.</summary>
    public static IReadOnlyCollection<string> Names => Makers.Keys;

    /// <summary>Makes a scenario by its name.</summary>
    public static Scenario Create(ScenarioContext context) => Makers[context.Options.Scenario](context);
}
