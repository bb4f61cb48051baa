using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace TeamsCctv.Pages.Shared;

/// <summary>
/// A form a page of ours posted: bounded before it is read, and proved by its antiforgery token to come from such a
/// page. Values are as typed, at most <see cref="LongestValue"/> bytes each; a field that is absent reads as empty.
/// </summary>
public sealed class PostedForm
{
    /// <summary>A letter of 4,000 characters of any script, as browsers encode it.</summary>
    public const int LongestValue = 40 * 1024;

    private const int LongestBody = 160 * 1024;

    private static readonly FormOptions Bounds = new()
    {
        BufferBody = false,
        BufferBodyLengthLimit = LongestBody,
        KeyLengthLimit = 64,
        ValueLengthLimit = LongestValue,
        ValueCountLimit = 64,
    };

    private readonly IFormCollection _fields;

    private PostedForm(IFormCollection fields) => _fields = fields;

    public string this[string field] => _fields[field] is [{ } value] ? value : "";

    /// <summary>The file that came with it, or null.</summary>
    public PostedFile? File { get; private init; }

    public IReadOnlyDictionary<string, string> Values => _fields.Keys
        .Where(key => key.Length > 0 && !key.StartsWith("__", StringComparison.Ordinal))
        .ToDictionary(key => key, key => this[key]);

    /// <summary>The form, or null where it is too large, malformed or not from a page of ours for this person.</summary>
    public static async Task<PostedForm?> ReadAsync(HttpContext http) =>
        await ReadUnprovedAsync(http) is { } form && await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http) ? form : null;

    /// <summary>As <see cref="ReadAsync"/>, for a form with one file, of which at most so many bytes are kept.</summary>
    public static async Task<PostedForm?> ReadWithFileAsync(HttpContext http, int mostKept)
    {
        if (await PostedFile.ReadAsync(http, LongestValue, mostKept) is not var (values, file))
            return null;
        var fields = new FormCollection(values.ToDictionary(field => field.Key, field => new StringValues(field.Value)));
        http.Features.Set<IFormFeature>(new FormFeature(fields));
        return await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http) ? new(fields) { File = file } : null;
    }

    /// <summary>As <see cref="ReadAsync"/>, for a form whose address is itself the secret that lets it be sent.</summary>
    public static async Task<PostedForm?> ReadUnprovedAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LongestBody;
        if (http.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
            return null;
        http.Features.Set<IFormFeature>(new FormFeature(http.Request, Bounds));
        try
        {
            return new(await http.Request.ReadFormAsync(http.RequestAborted));
        }
        catch (Exception wrong) when (wrong is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    /// <summary>What to answer where <see cref="ReadAsync"/> gave nothing.</summary>
    public static IResult Rejected(HttpContext http) => Page.Of<MessagePage>(
        new
        {
            Title = "That form could not be taken",
            Says = "It was opened before you signed in, or it is larger than a form of ours can be. Nothing was changed.",
            Instead = "Go back, reload the page and fill the form in again.",
        },
        StatusCodes.Status400BadRequest);
}
