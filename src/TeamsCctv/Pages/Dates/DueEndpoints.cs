using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Dates;

/// <summary><c>/due</c>: every clock that runs, by its date, for those who may read its case.</summary>
public static class DueEndpoints
{
    public static void MapDue(this IEndpointRouteBuilder pages) => pages.MapGet(
        "/due",
        (HttpContext http, Gate gate, DueDesk desk) => gate.EnterAsync(http, async visitor =>
            Page.Of<DuePage>(new { Visitor = visitor, Reading = await desk.ReadAsync(visitor, http.RequestAborted) })));
}
