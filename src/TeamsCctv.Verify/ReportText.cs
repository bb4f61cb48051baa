using System.Globalization;
using System.Text;
using TeamsCctv.Records;

namespace TeamsCctv.Verify;

/// <summary>A report for a person at a terminal.</summary>
internal static class ReportText
{
    private const int Shown = 50;

    public static string Of(VerificationReport report, bool comparedWithEarlier)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(Printable(line.ToString(CultureInfo.InvariantCulture))).Append('\n');

        Line($"{(report.Verified ? "Sound" : "NOT SOUND")}: {report.Origin ?? "a log without a checkpoint"}, {Count(report.Size, "record")}.");
        foreach (var finding in report.Findings.Take(Shown))
            Line($"  {finding}");
        if (report.Findings.Count - Shown + report.FurtherFindings is var more and > 0)
            Line($"  and {more:N0} more.");
        if (report.VerifiedBodies > 0)
            Line($"{Count(report.VerifiedBodies, "body", "bodies")} checked against the records.");
        foreach (var erasure in report.Erasures.Take(Shown))
            Line($"  {erasure}");
        if (report.Erasures.Count > Shown)
            Line($"  and {Count(report.Erasures.Skip(Shown).Sum(e => e.Bodies), "body", "bodies")} erased in {Count(report.Erasures.Count - Shown, "more case", "more cases")}.");
        if (report.BodiesNotSupplied > 0)
            Line($"{Count(report.BodiesNotSupplied, "body", "bodies")} not supplied here, so not checked.");
        if (report.Verified && report.KeyChanges is [.., var last])
            Line($"The log changed its key, last with record {last.Record}. Its key is now {last.Key}");
        if (report.Verified)
            Line(comparedWithEarlier
                ? (FormattableString)$"It still holds everything that your earlier checkpoint covered."
                : $"Keep its checkpoint file and give it as --old-checkpoint next time: only so can a log cut short be told.");
        return text.ToString();
    }

    /// <summary>What a log says must not drive the terminal: control and direction characters become question marks.</summary>
    private static string Printable(string text) => string.Concat(text.Select(c =>
        char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? '?' : c));

    private static string Count(long count, string one, string? many = null) =>
        count.ToString("N0", CultureInfo.InvariantCulture) + " " + (count == 1 ? one : many ?? one + "s");
}
