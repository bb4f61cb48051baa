using TeamsCctv.Features.SignIn;

namespace TeamsCctv.Pages.Shared;

/// <summary>What a browser may do with our answers. A page that needs more sets its own header over these.</summary>
public static class PageHeaders
{
    public static void UsePageHeaders(this WebApplication app, SignInSettings settings)
    {
        // Signing out of Entra is a form of ours that is redirected there, and browsers hold the redirect to form-action.
        var forms = settings.Way == SignInWay.Entra ? $"'self' {settings.Instance.GetLeftPart(UriPartial.Authority)}" : "'self'";
        var policy = $"default-src 'self'; base-uri 'none'; object-src 'none'; form-action {forms}; frame-ancestors 'none'";
        app.Use((http, next) =>
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            return next(http);
        });
    }

    /// <summary>Pages hold names: no cache keeps them, also not the browser's after signing out.</summary>
    public static ValueTask<object?> NoStoreAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}
