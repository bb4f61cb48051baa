using System.Text;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Recordings;

namespace TeamsCctv.Features.CctvLog;

/// <summary>
/// The CCTV log as RFC 4180 text: the policy's columns and nothing else. It starts with a byte order mark, because
/// spreadsheets otherwise read names with accents in a code page of their own.
/// </summary>
public static class LogCsv
{
    public static byte[] Write(Policy policy, IEnumerable<CctvLogRow> rows) => Write(Headings(policy), Cells(policy, rows));

    /// <summary>The columns of a policy's log.</summary>
    public static IEnumerable<string> Headings(Policy policy) => policy.Log.Columns.Select(column => column.Heading);

    /// <summary>Its rows, cell by cell.</summary>
    public static IEnumerable<IEnumerable<string>> Cells(Policy policy, IEnumerable<CctvLogRow> rows) =>
        rows.Select(row => row.In(policy.Log).Select(cell => string.Join('\n', cell.Lines.Select(line => line.Text))));

    public static byte[] Write(IEnumerable<string> headings, IEnumerable<IEnumerable<string>> rows)
    {
        var text = new StringBuilder();
        Line(text, headings);
        foreach (var row in rows)
            Line(text, row);
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells)
    {
        text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
    }

    private static string Cell(string text)
    {
        // What somebody typed into a form must not become a formula in somebody else's spreadsheet. The marks in the
        // full-width forms count as well: spreadsheets for East Asian text read them alike.
        var safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..] ? $"'{text}" : text;
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
