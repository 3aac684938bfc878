using System.Globalization;
using System.Text.RegularExpressions;
using Sws.Protocol.Certificates;
using Sws.Testing;

namespace Sws.Protocol.Tests.Certificates;

public sealed partial class CertificateGuideTests
{
    [Fact]
    public void Guide_RefusalTable_IsTheCloseTable()
    {
        var rows = Row().Matches(File.ReadAllText(RepositoryFiles.At("docs", "certificates.md")))
            .Select(row => (ushort.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture), row.Groups[2].Value));

        var reasons = Enum.GetValues<CertificateError>().Where(error => error != CertificateError.None).Select(error => error.ToCloseReason());
        Assert.Equal(reasons.Select(reason => (reason.Code, reason.Text)).Order(), rows);
    }

    [GeneratedRegex(@"^\| (\d{4}) \| ([^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
