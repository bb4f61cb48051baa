using TeamsCctv.Features.Arrivals;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Recorders;

/// <summary><c>/recorders</c>, for those whom the policy has told of faults and for the log's readers.</summary>
public static class RecorderEndpoints
{
    public static void MapRecorders(this IEndpointRouteBuilder pages) => pages.MapGet(
        "/recorders",
        (HttpContext http, Gate gate, RecorderDesk desk, SetAsideMessages aside) => gate.EnterAsync(http, async visitor => visitor.ReadsRecorders
            ? desk.Show(visitor, await aside.LookAsync(http.RequestAborted))
            : PageErrors.Refused(
                visitor,
                "The recorders are not open to you",
                visitor.Scene.Policy.Faults.Clause,
                $"Tell the {visitor.TitlesOf(visitor.Scene.Policy.Faults.Tell)} if a camera does not work.")));
}
