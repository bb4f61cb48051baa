using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Protocols.Pdf;

namespace TeamsCctv.Features.CctvLog;

/// <summary>A log as a file to print: its columns and nothing else, every page numbered.</summary>
public static class LogPdf
{
    public static string TitleOf(string log, string school, Instant now) => $"{log} of {school}, newest first, as of {London.Say(now)}";

    public static byte[] Write(string title, Instant now, IEnumerable<string> headings, IEnumerable<IEnumerable<string>> rows) => PdfWriter.Write(new PdfTable(
        title, title, now.ToDateTimeOffset(), [.. headings], [.. rows.Select(row => (IReadOnlyList<string>)[.. row])], "Nothing is in it yet."));
}
