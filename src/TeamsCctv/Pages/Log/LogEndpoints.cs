using NodaTime.Text;
using TeamsCctv.Domain;
using TeamsCctv.Features.CctvLog;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Log;

/// <summary><c>/log</c> and <c>/log.csv</c>: the policy's CCTV log, for the positions that may read it.</summary>
public static class LogEndpoints
{
    public static void MapLog(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/log", (HttpContext http, Gate gate, LogDesk desk) => Read(http, gate, desk, ToPage));
        pages.MapGet("/log.csv", (HttpContext http, Gate gate, LogDesk desk) => Read(http, gate, desk, ToCsv));
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

    private static IResult ToCsv(Visitor visitor, LogReading reading)
    {
        // A file that silently leaves rows out would pass for the whole log: then there is none.
        if (reading.Query.Errors.Count > 0 || reading.IsCut)
            return Page.Of<LogPage>(new { Visitor = visitor, Reading = reading }, StatusCodes.Status400BadRequest);
        var day = LocalDatePattern.Iso.Format(London.DayOf(visitor.Scene.Now));
        return Results.File(
            LogCsv.Write(visitor.Scene.Policy, reading.Rows), "text/csv; charset=utf-8; header=present", $"cctv-log-{visitor.School.Id}-{day}.csv");
    }
}
