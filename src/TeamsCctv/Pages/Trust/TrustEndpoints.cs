using TeamsCctv.Features.Arrivals;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Trust;

/// <summary><c>/trust</c>: every school that somebody watches over, and none besides (AL-3.5, VL-5).</summary>
public static class TrustEndpoints
{
    public static void MapTrust(this IEndpointRouteBuilder pages) => pages.MapGet(
        "/trust",
        (HttpContext http, Gate gate, TrustDesk desk, SetAsideMessages aside) => gate.EnterAsync(http, async visitor => visitor.Overseen.Count > 0
            ? Page.Of<TrustPage>(new { Visitor = visitor, Rows = await desk.RowsAsync(visitor, http.RequestAborted), Stuck = await aside.LookAsync(http.RequestAborted) })
            : NotOpen(visitor)));

    private static IResult NotOpen(Visitor visitor) => visitor.Scene.Policy.Oversight is { } rules
        ? PageErrors.Refused(visitor, "The schools side by side are not open to you", rules.Clause, $"Ask the {visitor.TitlesOf(rules.Positions)}. Your own school's pages are above.")
        : PageErrors.Unknown(visitor, "The policy names nobody who watches over schools", "The schools side by side are for whoever a policy names for it. Your own school's pages are above.");
}
