using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Matters;
using TeamsCctv.Pages.Cases;
using TeamsCctv.Pages.Shared;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Matters;

/// <summary>Shows one case, and does what its page's forms ask for.</summary>
public sealed class MatterDesk(RecordLog log, Scenes scenes, MatterActs acts, FormLinks links, MatterPaper paper, KeptRecordings recordings)
{
    /// <summary>By the policy that runs now, or by the one the case was opened under.</summary>
    public static bool MayRead(Visitor visitor, Matter matter, Scene? under) => visitor.MaySee(matter) || visitor.Under(under).MaySee(matter);

    public async Task<IResult> ShowAsync(Visitor visitor, string caseId, CaseMessage? say = null, MatterAsked? asked = null)
    {
        var (matter, under, answer) = await FindAsync(visitor, caseId, orKeeper: true);
        if (answer is not null)
            return answer;
        var view = await ViewAsync(visitor, matter!, under, asked?.As);
        if (!MayRead(visitor, matter!, under))
            return Page.Of<KeeperPage>(new { View = view.ForKeeper(), Asked = asked?.Step, Say = say ?? CaseMessage.None }, say?.Status ?? StatusCodes.Status200OK);
        return Page.Of<MatterPage>(
            new
            {
                View = view,
                Links = Offers(visitor, matter!, under),
                HasPaper = matter!.Opened?.IsDisclosure == true,
                Asked = asked?.Step,
                Say = say ?? CaseMessage.None,
            },
            say?.Status ?? StatusCodes.Status200OK);
    }

    /// <summary>The policy's form as a file, for those who may read the case.</summary>
    public async Task<IResult> PaperAsync(Visitor visitor, string caseId)
    {
        var (matter, under, answer) = await FindAsync(visitor, caseId);
        if (answer is not null)
            return answer;
        return matter is { Opened: { IsDisclosure: true } opened } && under?.Policy.Matter(opened.Matter) is { } kind
            ? Results.File(paper.Write(matter, kind, under), "application/pdf", $"{visitor.School.Id}-{matter.Id}.pdf")
            : PageErrors.NotFound(visitor, "form");
    }

    public async Task<IResult> EraseAsync(Visitor visitor, string caseId, PostedForm form)
    {
        if (CaseCommands.KeyOf(CaseCommands.Erase, caseId, visitor.Person, form["key"]) is not { } key)
            return PageErrors.NotFound();
        var outcome = await acts.EraseAsync(visitor.School.Id, caseId, visitor.Caller, form["why"], key);
        return outcome.Ruling is Ruling<IFact>.Invalid(var errors)
            ? await ShowAsync(visitor, caseId, new(StatusCodes.Status422UnprocessableEntity) { Act = CaseCommands.Erase, Typed = form.Values, Errors = errors })
            : await AnswerAsync(visitor, caseId, outcome);
    }

    /// <summary>Makes a one-time link; the page then shows it to its maker, for as long as it works.</summary>
    public async Task<IResult> MakeLinkAsync(Visitor visitor, string caseId, PostedForm form) => await AnswerAsync(visitor, caseId, await acts.MakeLinkAsync(
        visitor.School.Id, caseId, visitor.Caller, form["step"], int.TryParse(form["made"], out var made) ? made : -1,
        record => FormLinks.KeyOf(links.TokenOf(visitor.School.Id, caseId, form["step"], record))));

    /// <summary>What an act came to, as a page.</summary>
    internal async Task<IResult> AnswerAsync(Visitor visitor, string caseId, MatterOutcome outcome) => outcome switch
    {
        { NotNow: { } why } => PageErrors.NotNow(visitor, why.Says),
        { Ruling: Ruling<IFact>.Refused(var refusal) } => PageErrors.Refused(visitor, "The policy does not allow this", refusal.Clause, refusal.Instead),
        { Ruling: Ruling<IFact>.OutOfDate } => await ShowAsync(visitor, caseId, CaseMessage.MovedOn),
        { Ruling: null } => PageErrors.NotFound(visitor, "case"),
        _ => Page.SeeOther($"/matters/{visitor.School.Id}/{caseId}"),
    };

    /// <summary>The case and the scene it runs under, or what to answer instead.</summary>
    /// <param name="orKeeper">Also for whoever is asked for nothing but to keep its footage, and may not read it.</param>
    internal async Task<(Matter? Matter, Scene? Under, IResult? Answer)> FindAsync(Visitor visitor, string caseId, bool orKeeper = false)
    {
        var (records, under) = caseId.Length > 40
            ? ([], null)
            : await log.ReadAsync(visitor.School.Id, reader => (reader.Case(caseId), scenes.Of(reader, caseId, visitor.Scene.Now)));
        if (Matter.Fold(caseId, records) is not { } matter)
            return (null, null, PageErrors.NotFound(visitor, "case"));
        var isOpen = MayRead(visitor, matter, under)
            || (orKeeper && matter.Opened is { } opened && under?.Policy.Matter(opened.Matter) is { } kind && MatterCard.KeepsFootage(kind, visitor.Person, under));
        return isOpen
            ? (matter, under, null)
            : (null, null, PageErrors.Refused(visitor, "This case is not open to you", visitor.Scene.Policy.Log.Clause, $"Ask the {visitor.TitlesOf(visitor.Scene.Policy.Log.Readers)}."));
    }

    private async Task<MatterView> ViewAsync(Visitor visitor, Matter matter, Scene? under, string? @as)
    {
        var kind = matter.Opened is { } opened ? under?.Policy.Matter(opened.Matter) : null;
        var chosen = @as is { Length: <= 64 } && matter.State == MatterState.Unsorted && under is not null ? SetAside.Kinds(under).FirstOrDefault(one => one.Id == @as && one.Id != kind?.Id) : null;
        foreach (var one in new[] { kind, chosen }.OfType<MatterKind>().Where(_ => matter.IsUnderWay))
            under = await recordings.ForAsync(one, under!, CancellationToken.None);
        return await log.ReadAsync(visitor.School.Id, reader => new MatterView(
            visitor, matter, under, kind,
            kind is null ? [] : [.. MatterRules.StepsOf(matter, kind, visitor.Person, under!)],
            [.. matter.Mails.Select(mail => ShownMail.Of(reader, matter.Id, mail.Record, mail.Fact, under))],
            DocumentTable.Of(reader, matter.Id), chosen));
    }

    private List<LinkOffer> Offers(Visitor visitor, Matter matter, Scene? under) =>
        under is not null && matter.Opened is { } opened && under.Policy.Matter(opened.Matter) is { } kind
            ? [.. OutsideForms.StepsOf(matter, kind, visitor.Person, under).Select(step => Offer(visitor, matter, step, under))]
            : [];

    private LinkOffer Offer(Visitor visitor, Matter matter, MatterStep step, Scene under) =>
        links.ShownTo(visitor.Person.Key, visitor.School.Id, matter, step, under.Now) is var (address, until)
            ? new(step, OutsideForms.CountOf(matter, step.Id), address, until)
            : new(step, OutsideForms.CountOf(matter, step.Id), null, null);
}

/// <summary>A step for which the visitor may make a link.</summary>
/// <param name="Made">How many it has had.</param>
/// <param name="Address">Their own that works, if there is one.</param>
public sealed record LinkOffer(MatterStep Step, int Made, Uri? Address, Instant? Until);
