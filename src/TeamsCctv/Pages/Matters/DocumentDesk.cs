using Microsoft.Net.Http.Headers;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Matters;
using TeamsCctv.Pages.Cases;
using TeamsCctv.Pages.Forms;
using TeamsCctv.Pages.Shared;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Matters;

/// <summary>Takes the steps that attach a file to a case, and gives the file to those who may read the case.</summary>
public sealed class DocumentDesk(MatterDesk desk, MatterActs acts, RecordLog log)
{
    private const string OfImage = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

    // Browsers' own viewers draw no PDF in a sandbox, or draw it without the style that fills the window. What a PDF runs is run
    // by the viewer, in an origin of its own.
    private const string OfPdf = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The name of a step's form among those of the page.</summary>
    public static string ActOf(MatterStep step) => $"step-{step.Id}";

    /// <summary>Nothing is read from who may not read the case; who may, but not take the step, is refused on the record.</summary>
    public async Task<IResult> AttachAsync(HttpContext http, Visitor visitor, string caseId, string stepId)
    {
        var (matter, under, answer) = await desk.FindAsync(visitor, caseId);
        if (answer is not null || matter!.Opened is not { } opened || under?.Policy.Matter(opened.Matter)?.Step(stepId) is not { } step || step.Attaches() is not { } field)
        {
            http.Response.Headers.Connection = "close";
            return answer ?? PageErrors.NotFound(visitor, "form");
        }

        if (await PostedForm.ReadWithFileAsync(http, GivenDocument.MostBytes) is not { } form)
            return PostedForm.Rejected(http);
        if (CaseCommands.KeyOf(ActOf(step), caseId, visitor.Person, form["key"]) is not { } key)
            return PageErrors.NotFound(visitor, "form");
        var file = form.File is { } posted && posted.Field == OutsideFields.NameOf(field) ? AttachedFile.Of(posted.Name, posted.Bytes, posted.Length) : null;
        var filled = OutsideFields.Read(step.Form, form);
        if (file is not null)
            filled = filled with { Documents = new Dictionary<string, GivenDocument> { [field.Id] = file.Given } };
        var outcome = await acts.StepAsync(visitor.School.Id, caseId, visitor.Caller, step.Id, filled, key, file?.Stored);
        return outcome.Ruling is Ruling<IFact>.Invalid(var errors)
            ? await desk.ShowAsync(visitor, caseId, new(StatusCodes.Status422UnprocessableEntity) { Act = ActOf(step), Typed = form.Values, Errors = errors })
            : await desk.AnswerAsync(visitor, caseId, outcome);
    }

    public async Task<IResult> OpenAsync(HttpContext http, Visitor visitor, string caseId, string sha256)
    {
        if ((await desk.FindAsync(visitor, caseId)).Answer is { } answer)
            return answer;
        if (await log.ReadAsync(visitor.School.Id, reader => DocumentTable.Find(reader, caseId, sha256)) is not { } document)
            return PageErrors.NotFound(visitor, "document");
        var disposition = new ContentDispositionHeaderValue("inline");
        disposition.SetHttpFileName(document.Name);
        http.Response.Headers.ContentDisposition = disposition.ToString();
        http.Response.Headers.ContentSecurityPolicy = document.Type == "application/pdf" ? OfPdf : OfImage;
        return Results.Bytes(document.Bytes, document.Type);
    }
}
