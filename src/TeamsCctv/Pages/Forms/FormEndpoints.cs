using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Matters;
using TeamsCctv.Features.Strangers;
using TeamsCctv.Pages.Shared;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Forms;

/// <summary>
/// <c>/forms/{token}</c>: the form of somebody who is not staff. The address is the only secret there is, so it goes into no
/// referrer, no cache, no index and no frame; a link that leads nowhere looks alike whyever it does.
/// </summary>
public static class FormEndpoints
{
    private const string Route = "/forms/{token}";

    public static void MapForms(this IEndpointRouteBuilder pages)
    {
        var forms = pages.MapGroup("").AddEndpointFilter(KeepAddressAsync);
        forms.MapGet(Route, async (string token, FormActs acts) => await acts.FindAsync(token) is { } form
            ? Show(form, token, new Dictionary<string, string>(), [], null, StatusCodes.Status200OK)
            : Gone());
        forms.MapPost(Route, SendAsync).LimitForms("token");
    }

    private static async Task<IResult> SendAsync(HttpContext http, string token, FormActs acts)
    {
        // Whoever has no link, not even a used one, is told so before anything of what they send is read.
        if (await acts.AnyAsync(token) is null)
            return Gone();
        if (await PostedForm.ReadUnprovedAsync(http) is not { } posted)
            return await acts.FindAsync(token) is { } open ? Show(open, token, new Dictionary<string, string>(), [], TooLarge, StatusCodes.Status400BadRequest) : Gone();
        try
        {
            return await acts.SendAsync(token, step => FormFields.Read(step.Form.Where(field => !field.OnPaper), posted), posted[FormFields.Signature]) switch
            {
                FormOutcome.Received received => Page.Of<OutsideMessage>(new { received.School, Title = "Your form was received", Says = $"It was put on the record on {Domain.London.Say(received.At)}.", Instead = "You can close this page. The link does not work any more." }),
                FormOutcome.Invalid(var form, var errors) => Show(form, token, posted.Values, errors, null, StatusCodes.Status422UnprocessableEntity),
                FormOutcome.NotNow(var form) => Show(form, token, posted.Values, [], NotNow, StatusCodes.Status503ServiceUnavailable),
                _ => Gone(),
            };
        }
        catch (StoreFailedException failure) when (NotSignedException.IsBehind(failure))
        {
            return await acts.AnyAsync(token) is { } form ? Show(form, token, posted.Values, [], NotNow, StatusCodes.Status503ServiceUnavailable) : Gone();
        }
        catch (StoreFailedException)
        {
            // Nobody knows whether it was kept. The same content sent again is answered as the first one would have been.
            return await acts.AnyAsync(token) is { } form ? Show(form, token, posted.Values, [], Unknown, StatusCodes.Status503ServiceUnavailable) : Gone();
        }
    }

    private const string TooLarge = "Nothing was sent: what arrived is larger than this form can be, or is not what it sends. Fill it in again.";
    private const string NotNow = "Nothing was sent: the school can record nothing at this moment. Try again later; the link still works.";
    private const string Unknown = "We do not know whether your form arrived. Press Sign and send once more: it counts once.";

    private static IResult Show(OutsideForm form, string token, IReadOnlyDictionary<string, string> typed, IReadOnlyList<FieldError> errors, string? notice, int status) =>
        Page.Of<OutsidePage>(new { Form = form, Token = token, Typed = typed, Errors = errors, Notice = notice }, status);

    private static IResult Gone() => Page.Of<OutsideMessage>(
        new
        {
            Title = "This link leads nowhere",
            Says = "It was used, a newer one took its place, its time is over, or it is not complete.",
            Instead = "Ask whoever sent it to you for a new one.",
        },
        StatusCodes.Status404NotFound);

    private static ValueTask<object?> KeepAddressAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var response = context.HttpContext.Response;

        // Also where it fails, which forgets what was set before.
        response.OnStarting(() =>
        {
            response.Headers["Referrer-Policy"] = "no-referrer";
            response.Headers["X-Robots-Tag"] = "noindex, nofollow";
            return Task.CompletedTask;
        });
        return next(context);
    }
}
