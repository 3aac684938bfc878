using System.Globalization;
using Sws.Grains.Hubs;

namespace Sws.Grains.Tests.Hubs.Policies;

public class PolicyTableTests
{
    public static TheoryData<int, string> Rows => new(PolicyTable.Rows.Select(
        (row, index) => (index, $"{row.Section}: {row.Identity} {row.Action} {row.Target}")));

    [Fact]
    public void Table_Rows_AreManyAndOfAllKinds()
    {
        Assert.True(PolicyTable.Rows.Count >= 400, $"There are {PolicyTable.Rows.Count} rows.");
        Assert.Equal(Enum.GetValues<PolicyAction>(), PolicyTable.Rows.Select(row => row.Action).Distinct().Order());
        Assert.Equal(Identities.All.Keys.Order(), PolicyTable.Rows.Select(row => row.Identity).Distinct().Order());
        Assert.All("+-x.", kind => Assert.True(PolicyTable.Rows.Count(row => row.Expected[0] == kind) >= 20, $"Too few rows of kind {kind}."));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Explain_RowOfTheTable_AsExpected(int index, string what)
    {
        (_, Hub hub, string identity, PolicyAction action, string? target, string expected) = PolicyTable.Rows[index];
        PolicyFacts facts = Identities.All[identity];
        string? meant = target == "$user" ? facts.UserIdBy(hub.UserId) : target;

        PolicyDecision decision = hub.Explain(facts, PermissionEntries.None, action, meant);

        Assert.True(expected == Cell(decision), $"{what}: expected {expected}, but {decision}.");
        Assert.Equal(expected[0] == '+', decision.Allowed);
    }

    private static string Cell(PolicyDecision decision) => decision switch
    {
        { Refusal: not null } => "x",
        { Entry: { } entry } => (entry.IsDeny ? "-" : "+") + int.Parse(entry.Source.Split(':')[1], CultureInfo.InvariantCulture),
        _ => decision.Allowed ? "+" : ".",
    };
}
