using NodaTime.Text;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Recordings;
using TeamsCctv.Features.CctvLog;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Log;

/// <summary><c>/log</c>, <c>/log.csv</c> and <c>/log.pdf</c>: the policy's CCTV log, for the positions that may read it.</summary>
public static class LogEndpoints
{
    public static void MapLog(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/log", (HttpContext http, Gate gate, LogDesk desk) => Read(http, gate, desk, ToPage));
        pages.MapGet("/log.csv", (HttpContext http, Gate gate, LogDesk desk) => Read(http, gate, desk, (visitor, reading) => ToFile(visitor, reading, LogCsv.Write, "text/csv; charset=utf-8; header=present", "csv")));
        pages.MapGet("/log.pdf", (HttpContext http, Gate gate, LogDesk desk) => Read(http, gate, desk, (visitor, reading) => ToFile(
            visitor, reading, (policy, rows) => LogPdf.Write(LogPdf.TitleOf("CCTV log", visitor.School.Name, visitor.Scene.Now), visitor.Scene.Now, LogCsv.Headings(policy), LogCsv.Cells(policy, rows)), "application/pdf", "pdf")));
    }

    private static Task<IResult> Read(HttpContext http, Gate gate, LogDesk desk, Func<Visitor, LogReading, IResult> answer) =>
        gate.EnterAsync(http, async visitor => visitor.ReadsLog
            ? answer(visitor, await desk.ReadAsync(visitor, http.Request.Query, http.RequestAborted))
            : PageErrors.Refused(
                visitor,
                "The CCTV log is not open to you",
                visitor.Scene.Policy.Log.Clause,
                $"Ask the {visitor.TitlesOf(visitor.Scene.Policy.Log.Readers)}. What you asked for yourself is under My cases."));

    private static IResult ToPage(Visitor visitor, LogReading reading) => Page.Of<LogPage>(
        new { Visitor = visitor, Reading = reading },
        reading.Query.Errors.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);

    private static IResult ToFile(Visitor visitor, LogReading reading, Func<Policy, IEnumerable<CctvLogRow>, byte[]> write, string type, string extension)
    {
        // A file that silently leaves rows out would pass for the whole log: then there is none.
        if (reading.Query.Errors.Count > 0 || reading.IsCut)
            return Page.Of<LogPage>(new { Visitor = visitor, Reading = reading }, StatusCodes.Status400BadRequest);
        var day = LocalDatePattern.Iso.Format(London.DayOf(visitor.Scene.Now));
        return Results.File(write(visitor.Scene.Policy, reading.Rows), type, $"cctv-log-{visitor.School.Id}-{day}.{extension}");
    }
}
