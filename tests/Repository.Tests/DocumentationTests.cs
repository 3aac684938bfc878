using System.Globalization;
using System.Text.RegularExpressions;
using Sws.Protocol;

namespace Sws.Repository.Tests;

/// <summary>What the documentation quotes from the code is what the code says.</summary>
public sealed partial class DocumentationTests
{
    private static readonly IReadOnlyList<string> Pages = [.. RepositoryTree.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal))];

    [Fact]
    public void CloseTable_OfTheProtocolPage_IsTheOneInTheCode()
    {
        var rows = CloseRow().Matches(RepositoryTree.Read("docs/protocol.md")).Select(row => row.Value.TrimEnd());
        var expected = CloseReason.All.Select(reason => string.Create(
            CultureInfo.InvariantCulture,
            $"| {reason.Code} | `{reason.Tag}` | {reason.Text} | {(reason.MayRetry ? "yes" : "no")} |"));
        Assert.Equal(expected.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void CloseTexts_OfTheCertificatesPage_AreThoseInTheCode()
    {
        var rows = RefusalRow().Matches(RepositoryTree.Read("docs/certificates.md")).Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value}");
        var expected = CloseReason.All.Where(reason => reason.Code >= CloseReason.CertificateMissing.Code)
            .Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Code} {reason.Text}"));
        Assert.Equal(expected.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ClientSnippet_OfTheReadme_IsTheSample() =>
        Assert.Contains($"```csharp\n{RepositoryTree.Read("samples/HelloChat/Program.cs")}```\n", RepositoryTree.Read("README.md"), StringComparison.Ordinal);

    [Fact]
    public void ConfigurationKeys_OfTheCode_AreAllInTheDocumentation()
    {
        var keys = CodeKeys();
        var documented = DocumentedKeys();
        Assert.NotEmpty(keys);
        Assert.Empty(keys.Except(documented));
    }

    [Fact]
    public void ConfigurationKeys_OfTheDocumentation_AreAllInTheCode() => Assert.Empty(DocumentedKeys().Except(CodeKeys()));

    [Fact]
    public void Promises_OfTheDeliveryPage_NameTestsThatExist()
    {
        var named = Promise().Matches(RepositoryTree.Read("docs/delivery.md")).Select(row => (Class: row.Groups[1].Value, Method: row.Groups[2].Value)).ToList();
        var missing =
            from test in named
            let file = RepositoryTree.Files.SingleOrDefault(file => file.StartsWith("tests/", StringComparison.Ordinal) && file.EndsWith($"/{test.Class}.cs", StringComparison.Ordinal))
            where file is null || !RepositoryTree.Read(file).Contains($" {test.Method}(", StringComparison.Ordinal)
            select $"{test.Class}.{test.Method}";
        Assert.NotEmpty(named);
        Assert.Empty(missing);
    }

    [Fact]
    public void RelativeLinks_OfAllPages_LeadToFiles()
    {
        var broken =
            from page in Pages
            from link in Link().Matches(Fence().Replace(RepositoryTree.Read(page), ""))
            let target = link.Groups[1].Value.Split('#')[0]
            where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
            let path = Path.Combine(Path.GetDirectoryName(page)!, target)
            where !Exists(path)
            select $"{page}: {target}";
        Assert.Empty(broken);
    }

    [Fact]
    public void Decisions_InTheirFolder_AreAllInTheIndex()
    {
        var index = RepositoryTree.Read("docs/architecture.md");
        var decisions = Pages.Where(page => page.StartsWith("docs/adr/", StringComparison.Ordinal));
        Assert.NotEmpty(decisions);
        Assert.DoesNotContain(decisions, page => !index.Contains($"]({page["docs/".Length..]})", StringComparison.Ordinal));
    }

    private static HashSet<string> CodeKeys()
    {
        // Keys of a hub and of a rule are written as a suffix, since the hub's name and the rule's number come before them.
        var keys =
            from file in RepositoryTree.Sources("src/Gateway/Options")
            from literal in KeyLiteral().Matches(RepositoryTree.Read(file))
            let key = literal.Groups[1].Value
            select key.StartsWith(':') ? (file.EndsWith("/RuleSettingsReader.cs", StringComparison.Ordinal) ? "Hubs:{name}:Permissions:{n}" : "Hubs:{name}") + key : key;
        return [.. keys];
    }

    private static HashSet<string> DocumentedKeys() =>
        [.. DocumentedKey().Matches(RepositoryTree.Read("docs/configuration.md")).Select(key => key.Groups[1].Value)];

    // A link may lead to a folder, which git does not list.
    private static bool Exists(string path)
    {
        var full = Path.GetRelativePath(".", Path.GetFullPath(path)).Replace('\\', '/').TrimEnd('/');
        return RepositoryTree.Files.Any(file => file == full || file.StartsWith(full + "/", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\| \d{4} \| `\w+` \|.*$", RegexOptions.Multiline)]
    private static partial Regex CloseRow();

    [GeneratedRegex(@"^\| (45\d\d) \| ([^|]+?) \|", RegexOptions.Multiline)]
    private static partial Regex RefusalRow();

    [GeneratedRegex(@"""((?:Gateway|Cluster|Trust|Api|Limits|Telemetry)?:[A-Za-z]+(?::[A-Za-z]+)?)""")]
    private static partial Regex KeyLiteral();

    [GeneratedRegex(@"^\| `((?:Gateway|Cluster|Trust|Api|Limits|Hubs|Telemetry):[A-Za-z:{}]+)` \|", RegexOptions.Multiline)]
    private static partial Regex DocumentedKey();

    [GeneratedRegex(@"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\| `(\w+)\.(\w+)` \|")]
    private static partial Regex Promise();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
