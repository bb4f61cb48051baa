using TeamsCctv.Features.RecordLogs;
using TeamsCctv.Pages.Cases;
using TeamsCctv.Pages.Shared;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Home;

/// <summary><c>/</c>: the school, its policy, its record log and what waits.</summary>
public static class HomeEndpoints
{
    public static void MapHome(this IEndpointRouteBuilder pages) => pages.MapGet(
        "/",
        (HttpContext http, Gate gate, CaseList cases, TileReader log, LogKey key, CancellationToken cancellation) => gate.EnterAsync(http, async visitor =>
            Page.Of<HomePage>(new
            {
                Visitor = visitor,
                Log = new LogFacts(
                    log.Size(visitor.School.Id),
                    key.OriginOf(visitor.School.Id),
                    key.VerifierKeyOf(visitor.School.Id),
                    $"{http.Request.Scheme}://{http.Request.Host}/records/{visitor.School.Id}"),
                Queues = await CaseQueues.OfAsync(cases, visitor, cancellation),
            })));
}

/// <summary>What a stranger needs to check a school's log.</summary>
/// <param name="Address">Where the log is served from, as this request reached it.</param>
public sealed record LogFacts(long Size, string Origin, string Key, string Address)
{
    public string Command => $"dotnet run --project src/TeamsCctv.Verify -- {Address} --key {Key}";
}
