using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Records;

/// <summary><c>/records/{school}/{number}</c>, beside the tiles of the same log.</summary>
public static class RecordEndpoints
{
    public static void MapRecords(this IEndpointRouteBuilder pages) => pages.MapGet(
        "/records/{school}/{number:long:min(0)}",
        (HttpContext http, string school, long number, Gate gate, RecordDesk desk) => gate.EnterAsync(
            http, school, visitor => Task.FromResult(desk.Show(visitor, number, $"{http.Request.Scheme}://{http.Request.Host}/records/{school}"))));
}
