using TeamsCctv.Features.Following;
using TeamsCctv.Features.Messages;
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
        (HttpContext http, Gate gate, CaseList cases, PolicyShelf shelf, TileReader log, LogKey key, PublicAddress address, CancellationToken cancellation) => gate.EnterAsync(http, async visitor =>
            Page.Of<HomePage>(new
            {
                Visitor = visitor,
                Log = new LogFacts(
                    log.Size(visitor.School.Id),
                    key.OriginOf(visitor.School.Id),
                    key.VerifierKeyOf(visitor.School.Id),
                    address.Of($"records/{visitor.School.Id}").ToString()),
                Queues = await CaseQueues.OfAsync(cases, shelf, visitor, cancellation),
            })));
}

/// <summary>What a stranger needs to check a school's log.</summary>
/// <param name="Address">Where the log is served from, as the settings say: what a request calls this host is anybody's word.</param>
public sealed record LogFacts(long Size, string Origin, string Key, string Address)
{
    public string Command => $"dotnet run --project src/TeamsCctv.Verify -- {Address} --key {Key}";
}
