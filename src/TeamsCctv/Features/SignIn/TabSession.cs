using Microsoft.AspNetCore.Authentication.Cookies;

namespace TeamsCctv.Features.SignIn;

/// <summary>
/// The session of a page that Teams shows in a frame: a cookie of its own beside that of the browser's own pages, and neither
/// is ever looked at in the other's place. It is partitioned, so it exists under Teams alone: a page elsewhere that frames us
/// or sends us a form sends it with neither. What changes something must come from a page of ours besides, which the browser
/// says by <c>Sec-Fetch-Site</c>, and carry that page's antiforgery token.
/// </summary>
public static class TabSession
{
    public const string Scheme = "Teams tab";

    /// <summary>Where the page's script brings the token that Teams gave it.</summary>
    public const string Path = "/sign-in/teams";

    /// <summary>At most; a token that ends earlier ends the session with it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>
    /// Whether the answer is to be shown in a frame. Pages cannot set this header and every browser that knows partitioned
    /// cookies sends it; whoever else claims it has no cookies to lose.
    /// </summary>
    public static bool IsIn(HttpContext http) =>
        http.Request.Headers["Sec-Fetch-Dest"] == "iframe" && http.RequestServices.GetRequiredService<SignInSettings>().Way == SignInWay.Entra;

    /// <summary>Whether a page of ours made the request.</summary>
    public static bool IsOurs(HttpContext http) => http.Request.Headers["Sec-Fetch-Site"] == "same-origin";

    /// <param name="door">The page that signs somebody in, for whoever is not.</param>
    public static void Configure(CookieAuthenticationOptions options, Func<HttpContext, IResult> door)
    {
        // __Host-: for this host alone, and no page by plain http can plant one.
        options.Cookie.Name = "__Host-teamscctv-tab";
        options.Cookie.Path = "/";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.None;
        options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        options.Cookie.Extensions.Add("Partitioned");
        options.ExpireTimeSpan = Longest;
        options.SlidingExpiration = false;
        options.Events.OnRedirectToLogin = context => door(context.HttpContext).ExecuteAsync(context.HttpContext);
        options.Events.OnValidatePrincipal = context =>
        {
            if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !IsOurs(context.HttpContext))
                context.RejectPrincipal();
            return Task.CompletedTask;
        };
    }
}

/// <summary>The cookie that proves forms: in a frame it is partitioned as well, or the browser would keep it from us.</summary>
internal sealed class FormsCookie : CookieBuilder
{
    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var options = base.Build(context, expiresFrom);
        if (TabSession.IsIn(context))
        {
            options.SameSite = SameSiteMode.None;
            options.Secure = true;
            options.Extensions.Add("Partitioned");
        }

        return options;
    }
}
