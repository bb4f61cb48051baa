using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Matters;
using TeamsCctv.Pages.Cases;
using TeamsCctv.Pages.Forms;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Matters;

/// <summary>Takes the steps of a case, and says what an unsorted mail is, through the forms of its page.</summary>
public sealed class StepDesk(MatterDesk desk, MatterActs acts)
{
    public const string Dismiss = "dismiss";

    /// <summary>The name of a step's form among those of the page.</summary>
    public static string ActOf(MatterStep step) => $"step-{step.Id}";

    /// <summary>The name of the form that says that a mail is of a kind.</summary>
    public static string ActOf(MatterKind kind) => $"sort-{kind.Id}";

    /// <summary>Nothing is read from who may not read the case; who may, but not take the step, is refused on the record.</summary>
    public async Task<IResult> TakeAsync(HttpContext http, Visitor visitor, string caseId, string stepId)
    {
        var (matter, under, answer) = await desk.FindAsync(visitor, caseId, orKeeper: true);
        if (answer is not null || matter!.Opened is not { } opened || under?.Policy.Matter(opened.Matter)?.Step(stepId) is not { } step)
        {
            http.Response.Headers.Connection = "close";
            return answer ?? PageErrors.NotFound(visitor, "form");
        }

        var field = step.Attaches();
        if (await (field is null ? PostedForm.ReadAsync(http) : PostedForm.ReadWithFileAsync(http, GivenDocument.MostBytes)) is not { } form)
            return PostedForm.Rejected(http);
        if (CaseCommands.KeyOf(ActOf(step), caseId, visitor.Person, form["key"]) is not { } key)
            return PageErrors.NotFound(visitor, "form");
        var file = form.File is { } posted && field is not null && posted.Field == FormFields.NameOf(field) ? AttachedFile.Of(posted.Name, posted.Bytes, posted.Length) : null;
        var filled = FormFields.Read(step.Form, form);
        if (file is not null)
            filled = filled with { Documents = new Dictionary<string, GivenDocument> { [field!.Id] = file.Given } };
        var outcome = await acts.StepAsync(visitor.School.Id, caseId, visitor.Caller, step.Id, filled, key, file?.Stored);
        return outcome.Ruling is Ruling<IFact>.Invalid(var errors)
            ? await desk.ShowAsync(visitor, caseId, Wrong(ActOf(step), form.Values, errors))
            : await desk.AnswerAsync(visitor, caseId, outcome);
    }

    /// <summary>Confirms what a mail was taken for, as it is or corrected, or says that it is of another kind.</summary>
    public async Task<IResult> SortAsync(HttpContext http, Visitor visitor, string caseId)
    {
        var (matter, under, answer) = await desk.FindAsync(visitor, caseId);
        if (answer is not null)
            return answer;
        if (await PostedForm.ReadAsync(http) is not { } form)
            return PostedForm.Rejected(http);
        if (CaseCommands.KeyOf("sort", caseId, visitor.Person, form["key"]) is not { } key || under?.Policy.Matter(form["as"]) is not { } kind)
            return PageErrors.NotFound(visitor, "form");
        var typed = form["typed"] == "true" ? FormFields.Read(kind.Form, form) : null;
        var outcome = await acts.SortAsync(visitor.School.Id, caseId, visitor.Caller, kind.Id, typed, key);
        if (outcome.Ruling is not Ruling<IFact>.Invalid(var errors))
            return await desk.AnswerAsync(visitor, caseId, outcome);

        // What the mail alone could not fill comes back with what it could.
        var values = typed is null ? FormFields.Write(kind.Form, MailCases.Fill(kind, matter!.Found, under)) : form.Values;
        return await desk.ShowAsync(visitor, caseId, Wrong(ActOf(kind), values, errors), new(As: kind.Id));
    }

    /// <summary>Says that a mail needs no case.</summary>
    public async Task<IResult> DismissAsync(HttpContext http, Visitor visitor, string caseId)
    {
        if ((await desk.FindAsync(visitor, caseId)).Answer is { } answer)
            return answer;
        if (await PostedForm.ReadAsync(http) is not { } form)
            return PostedForm.Rejected(http);
        if (CaseCommands.KeyOf(Dismiss, caseId, visitor.Person, form["key"]) is not { } key)
            return PageErrors.NotFound(visitor, "form");
        var outcome = await acts.DismissAsync(visitor.School.Id, caseId, visitor.Caller, form["reason"].ReplaceLineEndings("\n"), key);
        return outcome.Ruling is Ruling<IFact>.Invalid(var errors)
            ? await desk.ShowAsync(visitor, caseId, Wrong(Dismiss, form.Values, errors))
            : await desk.AnswerAsync(visitor, caseId, outcome);
    }

    internal static CaseMessage Wrong(string act, IReadOnlyDictionary<string, string> typed, IReadOnlyList<FieldError> errors) =>
        new(StatusCodes.Status422UnprocessableEntity) { Act = act, Typed = typed, Errors = errors };
}
