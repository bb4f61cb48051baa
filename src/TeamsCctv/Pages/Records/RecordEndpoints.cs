using TeamsCctv.Features.Messages;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Records;

/// <summary><c>/records/{school}/{number}</c>, beside the tiles of the same log; and erasing the name in a refusal.</summary>
public static class RecordEndpoints
{
    public static void MapRecords(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(
            "/records/{school}/{number:long:min(0)}",
            (HttpContext http, string school, long number, Gate gate, RecordDesk desk, PublicAddress address) => gate.EnterAsync(
                http, school, visitor => Task.FromResult(desk.Show(visitor, number, LogAddress(address, school)))));
        pages.MapPost(
            "/records/{school}/{number:long:min(0)}/erase",
            (HttpContext http, string school, long number, Gate gate, RecordDesk desk, PublicAddress address) => gate.EnterAsync(
                http, school, async visitor => await PostedForm.ReadAsync(http) is { } form
                    ? await desk.EraseAsync(visitor, number, form, LogAddress(address, school))
                    : PostedForm.Rejected(http)));
    }

    private static string LogAddress(PublicAddress address, string school) => address.Of($"records/{school}").ToString();
}
