using Microsoft.AspNetCore.Diagnostics;
using TeamsCctv.Features.SignIn;

namespace TeamsCctv.Pages.Shared;

/// <summary>What a browser may do with our answers, those of failures too. A page that needs more sets its own header over these.</summary>
public static class PageHeaders
{
    /// <summary>
    /// Where Teams runs, as "Prerequisites" of its tab documentation lists it. Outlook and the Microsoft 365 app are left out: the
    /// registration authorises Teams alone, so nobody could sign in there.
    /// </summary>
    private const string Teams = "https://teams.microsoft.com https://*.teams.microsoft.com https://*.cloud.microsoft";

    public static void UsePageHeaders(this WebApplication app, SignInSettings settings)
    {
        // Signing out of Entra is a form of ours that is redirected there, and browsers hold the redirect to form-action.
        var forms = settings.Way == SignInWay.Entra ? $"'self' {settings.Instance.GetLeftPart(UriPartial.Authority)}" : "'self'";
        var policy = $"default-src 'self'; base-uri 'none'; object-src 'none'; form-action {forms}; frame-ancestors ";
        var developing = app.Environment.IsDevelopment();
        app.Use((http, next) =>
        {
            // Where a page fails, what it set and which page it was are forgotten: asked now, set last.
            var framed = settings.Way == SignInWay.Entra && http.GetEndpoint()?.Metadata.GetMetadata<ShownInTeams>() is not null;
            http.Response.OnStarting(() =>
            {
                // A developer's page of what went wrong is made of styles and scripts in line.
                if (developing && http.Features.Get<IExceptionHandlerFeature>() is not null)
                    return Task.CompletedTask;
                var headers = http.Response.Headers;
                headers.TryAdd("Content-Security-Policy", policy + (framed ? Teams : "'none'"));
                headers.TryAdd("X-Content-Type-Options", "nosniff");
                headers.TryAdd("Referrer-Policy", "same-origin");
                return Task.CompletedTask;
            });
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

/// <summary>Marks a page that Teams may show in a frame, where people sign in by Entra.</summary>
public sealed class ShownInTeams;
