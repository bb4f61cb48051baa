using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.HandIn;
using TeamsCctv.Pages.Shared;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Cases;

/// <summary>Shows a case, and what acting on it came to.</summary>
public sealed class CaseDesk(RecordLog log, CaseActs acts, Scenes scenes, HandInTickets tickets)
{
    /// <summary>
    /// The case as it stands and the visitor under the profile that it was opened under, or null where the school has none of
    /// this number.
    /// </summary>
    public async Task<(DownloadCase Download, Visitor Visitor)?> FindAsync(Visitor visitor, string caseId) => caseId.Length > 40
        ? null
        : await log.ReadAsync<(DownloadCase, Visitor)?>(visitor.School.Id, reader =>
            CaseActs.Load(reader, caseId) is { } download && scenes.Of(reader, caseId, visitor.Scene.Now) is { } scene
                ? (download, visitor with { Scene = scene })
                : null);

    /// <summary>The case page, or why this person may not have it.</summary>
    /// <param name="say">What the page says beside the case.</param>
    public async Task<IResult> ShowAsync(Visitor visitor, string caseId, CaseMessage? say = null)
    {
        if (await FindAsync(visitor, caseId) is not var (download, under))
            return PageErrors.NotFound(visitor, "case");
        if (!under.MaySee(download) && !visitor.MaySee(download))
            return say?.Refusal is { } refusal ? PageErrors.Refused(visitor, "The policy does not allow this", refusal.Clause, refusal.Instead) : CaseAccess.NotAParty(visitor);
        return Page.Of<CasePage>(
            new
            {
                Visitor = under,
                Download = download,
                Forms = CaseForms.Of(download, under),
                Tickets = tickets,
                Say = say ?? CaseMessage.None,
            },
            say?.Status ?? StatusCodes.Status200OK);
    }

    /// <summary>Runs an act; the answer is a redirect to the case where it took effect, the page with the reason where not.</summary>
    /// <param name="name">The form's act.</param>
    /// <param name="typed">What was typed, for the page to keep.</param>
    public async Task<IResult> RunAsync(Visitor visitor, string caseId, string name, CaseActs.Act act, IReadOnlyDictionary<string, string> typed) =>
        await acts.RunAsync(visitor.School.Id, caseId, visitor.Caller, act) switch
        {
            Outcome.Done done => Page.SeeOther($"/cases/{visitor.School.Id}/{caseId}?done={done.Record}"),
            Outcome.Refused refused => await ShowAsync(visitor, caseId, CaseMessage.Of(refused)),
            Outcome.Invalid invalid => await ShowAsync(visitor, caseId, new(StatusCodes.Status422UnprocessableEntity) { Act = name, Typed = typed, Errors = invalid.Errors }),
            Outcome.OutOfDate => await ShowAsync(visitor, caseId, CaseMessage.MovedOn),
            Outcome.NotNow { Why: var why } => PageErrors.NotNow(visitor, why.Says),
            _ => PageErrors.NotFound(visitor, "case"),
        };
}
