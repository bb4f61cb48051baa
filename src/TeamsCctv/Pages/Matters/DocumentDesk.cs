using Microsoft.Net.Http.Headers;
using TeamsCctv.Features.Matters;
using TeamsCctv.Pages.Shared;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Matters;

/// <summary>Gives a file of a case to those who may read the case.</summary>
public sealed class DocumentDesk(MatterDesk desk, RecordLog log)
{
    private const string OfFile = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

    // Browsers' own viewers draw no PDF in a sandbox, or draw it without the style that fills the window. What a PDF runs is run
    // by the viewer, in an origin of its own.
    private const string OfPdf = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public async Task<IResult> OpenAsync(HttpContext http, Visitor visitor, string caseId, string sha256) =>
        (await desk.FindAsync(visitor, caseId)).Answer ?? await GiveAsync(http, visitor, caseId, sha256);

    /// <summary>
    /// The file, for a visitor who was let in already. What browsers draw is drawn, told by its content; a mail and whatever came with
    /// one is saved and never drawn, since a stranger wrote it.
    /// </summary>
    internal async Task<IResult> GiveAsync(HttpContext http, Visitor visitor, string caseId, string sha256)
    {
        if (await log.ReadAsync(visitor.School.Id, reader => DocumentTable.Find(reader, caseId, sha256)) is not { } document)
            return PageErrors.NotFound(visitor, "document");
        var drawn = AttachedFile.TypeOf(document.Bytes) is { } type && type == document.Type;
        var disposition = new ContentDispositionHeaderValue(drawn ? "inline" : "attachment");
        disposition.SetHttpFileName(document.Name);
        http.Response.Headers.ContentDisposition = disposition.ToString();
        http.Response.Headers.ContentSecurityPolicy = drawn && document.Type == "application/pdf" ? OfPdf : OfFile;
        return Results.Bytes(document.Bytes, drawn || document.Type == "message/rfc822" ? document.Type : "application/octet-stream");
    }
}
