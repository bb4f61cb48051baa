using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.HandIn;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Cases;

/// <summary>
/// <c>POST /cases/{school}/{case}/hand-in</c>: the file of a download. Whether this person may hand it in is settled
/// before a byte of it is read, and again by the domain when it is recorded.
/// </summary>
public sealed class HandInEndpoint(CaseDesk desk, HandInTickets tickets, HandInReader reader, HandInLimits limits)
{
    private const string Act = "hand-in";

    private static readonly string[] Fields = ["at", "kept", "keepUntil", "longer"];

    // Slower than this for half a minute is not a slow school but a dead or hostile connection.
    private static readonly Microsoft.AspNetCore.Server.Kestrel.Core.MinDataRate Slowest = new(bytesPerSecond: 16 * 1024, gracePeriod: TimeSpan.FromSeconds(30));

    public async Task<IResult> RunAsync(HttpContext http, Visitor visitor, string caseId)
    {
        var key = tickets.KeyOf(http.Request.Query["ticket"], visitor.TicketFor(caseId));
        if (await FirstAsync(http, visitor, caseId, key) is { } answer)
        {
            // The rest of the body is not worth waiting for.
            http.Response.Headers.Connection = "close";
            return answer;
        }

        Allow(http);
        return await reader.ReadAsync(http.Request.ContentType, http.Request.Body, http.RequestAborted) switch
        {
            HandInReading.Arrived arrived => await RecordAsync(visitor, caseId, key, arrived),
            HandInReading.NotTaken(var error) => NotTaken(visitor, error, caseId),
            _ => throw new UnreachableException(),
        };
    }

    private async Task<IResult> RecordAsync(Visitor visitor, string caseId, string? key, HandInReading.Arrived arrived)
    {
        var typed = Fields.ToDictionary(field => field, field => arrived.Fields.GetValueOrDefault(field, ""));
        var act = new CaseActs.Act("record the download", CaseCommands.KeyOf(Act, caseId, visitor.Person, key), null, (download, scene) => Keeping.Record(
            download, new(
                visitor.Person, CaseCommands.When(typed["at"]), arrived.File?.Sha256, arrived.File?.Bytes, typed["kept"], CaseCommands.Day(typed["keepUntil"]), typed["longer"]), scene));

        // With a file that was read whole, a correction goes through the other form, which carries its hash.
        if (arrived.File is { } file)
            typed["handed"] = tickets.File(visitor.TicketFor(caseId), file);
        return await desk.RunAsync(visitor, caseId, arrived.File is null ? Act : CaseCommands.Record, act, typed);
    }

    /// <summary>Everything that can be told without the body; null where it may be read.</summary>
    private async Task<IResult?> FirstAsync(HttpContext http, Visitor visitor, string caseId, string? key)
    {
        if (await desk.FindAsync(visitor, caseId) is not var (download, under))
            return PageErrors.NotFound(visitor, "case");

        // The domain refuses it, and the refusal is recorded. No page of ours gave this person a ticket, so none is asked for.
        if (!Keeping.MayRecord(download, visitor.Person, under.Scene))
            return await RecordAsync(visitor, caseId, key, HandInReading.Arrived.Nothing);
        if (key is null)
            return NotTaken(visitor, new HandInError.OldPage(), caseId);

        // Sent a second time it is answered as the first one was; the domain says if it was another who came first.
        if (download.State != DownloadState.Authorised)
            return await RecordAsync(visitor, caseId, key, HandInReading.Arrived.Nothing);
        return http.Request.ContentLength > limits.MaxBytes + HandInLimits.Frame
            ? NotTaken(visitor, new HandInError.TooLarge(limits), caseId)
            : null;
    }

    private void Allow(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = limits.MaxBytes + HandInLimits.Frame;
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = Slowest;
    }

    private static IResult NotTaken(Visitor visitor, HandInError error, string caseId) => Page.Of<MessagePage>(
        new
        {
            Title = "The file could not be taken",
            Says = $"{error.Says} Nothing was recorded.",
            Instead = "Open the case again and hand the file in once more, or type its SHA-256.",
            Links = new List<PageLink> { new($"/cases/{visitor.School.Id}/{caseId}", $"Case {caseId}") },
            Visitor = visitor,
        },
        error.Status);
}
