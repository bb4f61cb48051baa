using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Matters;
using TeamsCctv.Pages.Cases;
using TeamsCctv.Pages.Forms;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Matters;

/// <summary>Opens a case on a page: what somebody said at the door or wrote by hand is typed in, with the day on which it came.</summary>
public sealed class OpenDesk(MatterActs acts, MatterDesk desk, KeptRecordings recordings)
{
    /// <summary>The kinds that a visitor is offered: what they may open, and what the policy forbids, so that it says why.</summary>
    public static IReadOnlyList<MatterKind> Offered(Visitor visitor) =>
        [.. (visitor.Scene.Policy.Matters ?? []).Where(kind => kind.Forbidden is not null || MayOpen(visitor, kind))];

    public IResult Choose(Visitor visitor, string? error = null) => Page.Of<ChooseKindPage>(
        new { Visitor = visitor, Kinds = Offered(visitor), Error = error }, error is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);

    /// <summary>To the form; whom the policy does not let open it is refused here, on the record, and not only after filling it in.</summary>
    public async Task<IResult> BeginAsync(HttpContext http, Visitor visitor)
    {
        if (await PostedForm.ReadAsync(http) is not { } form)
            return PostedForm.Rejected(http);
        if (form["kind"].Length == 0)
            return Choose(visitor, "Choose what it is about.");
        if (visitor.Scene.Policy.Matter(form["kind"]) is not { } kind || CaseCommands.KeyOf("begin", kind.Id, visitor.Person, form["key"]) is not { } key)
            return PageErrors.NotFound(visitor, "kind of case");
        return kind.Forbidden is null && MayOpen(visitor, kind)
            ? Page.SeeOther($"/matters/new/{kind.Id}?school={visitor.School.Id}")
            : await AnswerAsync(visitor, kind, key, Filled.Nothing, new Dictionary<string, string>());
    }

    public async Task<IResult> FormAsync(Visitor visitor, string kind) => visitor.Scene.Policy.Matter(kind) is not { } rules ? PageErrors.NotFound(visitor, "kind of case")
        : rules.Forbidden is not null || !MayOpen(visitor, rules) ? PageErrors.Refused(
            visitor, "This case is not yours to open", rules.Clause, rules.Forbidden ?? $"Ask the {visitor.TitlesOf(rules.Ask)} to open it.")
        : await ShowAsync(visitor, rules, CaseMessage.None);

    public async Task<IResult> OpenAsync(HttpContext http, Visitor visitor, string kind)
    {
        if (visitor.Scene.Policy.Matter(kind) is not { } rules)
            return PageErrors.NotFound(visitor, "kind of case");
        if (await PostedForm.ReadAsync(http) is not { } form)
            return PostedForm.Rejected(http);
        return CaseCommands.KeyOf(ActOf(rules), "new", visitor.Person, form["key"]) is { } key
            ? await AnswerAsync(visitor, rules, key, FormFields.Read(rules.Form, form), form.Values)
            : PageErrors.NotFound(visitor, "form");
    }

    internal static string ActOf(MatterKind kind) => $"open-{kind.Id}";

    private static bool MayOpen(Visitor visitor, MatterKind kind) => visitor.Scene.OfficeOf(visitor.Person, kind.Ask) is not null;

    private async Task<IResult> AnswerAsync(Visitor visitor, MatterKind kind, string key, Filled filled, IReadOnlyDictionary<string, string> typed)
    {
        var outcome = await acts.OpenAsync(visitor.School.Id, kind.Id, visitor.Caller, filled, key, key, (_, _, _) => { });
        return outcome.Ruling is Ruling<IFact>.Invalid(var errors)
            ? await ShowAsync(visitor, kind, StepDesk.Wrong(ActOf(kind), typed, errors))
            : await desk.AnswerAsync(visitor, outcome.Case ?? "", outcome);
    }

    private async Task<IResult> ShowAsync(Visitor visitor, MatterKind kind, CaseMessage say) => Page.Of<OpenKindPage>(
        new { Visitor = visitor, Kind = kind, Scene = await recordings.ForAsync(kind, visitor.Scene, CancellationToken.None), Say = say }, say.Status);
}
