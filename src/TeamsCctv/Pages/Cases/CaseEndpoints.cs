using System.Globalization;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Features.Following;
using TeamsCctv.Pages.Records;
using TeamsCctv.Pages.Shared;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Cases;

/// <summary><c>/cases</c>: what is mine; <c>/cases/{school}/{case}</c>: one case, and the forms that act on it.</summary>
public static class CaseEndpoints
{
    public static void MapCases(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/cases", (HttpContext http, Gate gate, CaseList cases, PolicyShelf shelf, RefusalList refusals) => gate.EnterAsync(http, visitor => MineAsync(visitor, cases, shelf, refusals, http.RequestAborted)));
        pages.MapGet("/cases/{school}/{case}", (HttpContext http, string school, string @case, Gate gate, CaseDesk desk) =>
            gate.EnterAsync(http, school, visitor => desk.ShowAsync(visitor, @case, Done(http))));
        pages.MapPost("/cases/{school}/{case}/hand-in", (HttpContext http, string school, string @case, Gate gate, HandInEndpoint endpoint) =>
            gate.EnterAsync(http, school, visitor => endpoint.RunAsync(http, visitor, @case)));
        pages.MapPost("/cases/{school}/{case}/{act}", (HttpContext http, string school, string @case, string act, Gate gate, CaseDesk desk, CaseCommands commands) =>
            gate.EnterAsync(http, school, async visitor =>
            {
                if (await PostedForm.ReadAsync(http) is not { } form)
                    return PostedForm.Rejected(http);
                if (commands.Of(act, @case, visitor, form) is { } command)
                    return await desk.RunAsync(visitor, @case, act, command, form.Values);
                return CaseCommands.All.Contains(act) ? PostedForm.Rejected(http) : PageErrors.NotFound();
            }));
    }

    private static async Task<IResult> MineAsync(Visitor visitor, CaseList cases, PolicyShelf shelf, RefusalList refusals, CancellationToken cancellation) => Page.Of<MyCasesPage>(new
    {
        Visitor = visitor,
        Asked = await cases.AskedByAsync(visitor.School.Id, visitor.Person.Key, cancellation),
        Queues = await CaseQueues.OfAsync(cases, shelf, visitor, cancellation),
        Refusals = Refusals.MayErase(visitor.Person, visitor.Scene) ? refusals.At(visitor.School.Id) : OpenRefusals.None,
    });

    private static CaseMessage? Done(HttpContext http) =>
        http.Request.Query["done"] is [{ Length: <= 18 } text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var record)
            ? CaseMessage.None with { Done = record }
            : null;
}
