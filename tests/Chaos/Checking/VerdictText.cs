using System.Text;
using Sws.Chaos.History;

namespace Sws.Chaos.Checking;

/// <summary>A verdict for people.</summary>
internal static class VerdictText
{
    public static string Of(Verdict verdict)
    {
        var text = new StringBuilder();
        foreach (var (deliveryClass, tally) in verdict.Tallies)
        {
            text.AppendLine(tally.Line(deliveryClass));
        }

        foreach (var violation in verdict.Violations)
        {
            text.Append(violation.Kind).Append(": ").AppendLine(violation.Text);
            foreach (var happened in violation.Slice)
            {
                text.Append("    ").AppendLine(HistoryFile.Line(happened));
            }
        }

        return text.ToString();
    }
}
