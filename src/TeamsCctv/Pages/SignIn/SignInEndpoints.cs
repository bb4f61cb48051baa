using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using TeamsCctv.Features.SignIn;
using TeamsCctv.Pages.Shared;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.SignIn;

/// <summary>Choosing who one is, in Development on loopback; signing out, everywhere.</summary>
public static class SignInEndpoints
{
    private const string Path = SignInRegistration.Path;
    private const string ReturnTo = SignInRegistration.ReturnTo;

    internal const string Guest = "You are a guest of this organisation. Only its own staff can see what is here: use the account that it gave you, if you have one.";

    public static void MapSignIn(this IEndpointRouteBuilder pages, SignInSettings settings)
    {
        pages.MapPost("/sign-out", SignOutAsync);
        if (settings.Way != SignInWay.Picker)
            return;
        pages.MapGet(Path, (HttpContext http, Registers registers) => IsLocal(http)
            ? Page.Of<SignInPage>(new { People = SamplePeople.Of(registers), ReturnTo = LocalPath(http.Request.Query[ReturnTo]) })
            : Results.NotFound());
        pages.MapPost(Path, ChooseAsync);
    }

    /// <summary>Entra refused, the person turned back, or what came was not a sign-in that we began; or it is a guest's account.</summary>
    public static IResult NotSignedIn(bool guest) => Page.Of<MessagePage>(
        new
        {
            Title = "You are not signed in",
            Says = guest ? Guest : "The sign-in was refused or did not finish, so nothing can be shown.",
            Instead = guest ? null : "Sign in again with your work account. If it is refused again, ask whoever runs TeamsCctv for you to check that your account may use it.",
            Links = guest ? [] : new List<PageLink> { new("/", "Sign in again") },
        },
        StatusCodes.Status403Forbidden);

    private static async Task<IResult> ChooseAsync(HttpContext http, Registers registers, SignInSettings settings)
    {
        if (!IsLocal(http))
            return Results.NotFound();
        if (await PostedForm.ReadAsync(http) is not { } form)
            return PostedForm.Rejected(http);
        if (registers.Staff.Find(form["who"]) is not { Accounts: [var account, ..] })
            return Page.Of<SignInPage>(new { People = SamplePeople.Of(registers), ReturnTo = LocalPath(form[ReturnTo]), Unknown = true }, StatusCodes.Status422UnprocessableEntity);

        var identity = new ClaimsIdentity(
            [new(Callers.TenantClaim, settings.Tenant), new(Callers.ObjectIdClaim, account)], "sample person");
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new(identity));
        return Page.SeeOther(LocalPath(form[ReturnTo]));
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, SignInSettings settings)
    {
        if (await PostedForm.ReadAsync(http) is null)
            return PostedForm.Rejected(http);
        if (TabSession.IsIn(http))
        {
            await http.SignOutAsync(TabSession.Scheme);
            return Page.SeeOther("/");
        }

        if (settings.Way == SignInWay.Entra)
            return Results.SignOut(new() { RedirectUri = $"{http.Request.PathBase}/" }, [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]);
        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Page.SeeOther(Path);
    }

    /// <summary>
    /// Nobody but this machine chooses a person: neither from another address nor under a name that only resolves to
    /// loopback, which is how a page elsewhere would reach in.
    /// </summary>
    private static bool IsLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } from && System.Net.IPAddress.IsLoopback(from) && Bindings.IsLoopbackHost(http.Request.Host.Host);

    /// <summary>A path of this site, or the first page: where a form says to go next is never another site.</summary>
    private static string LocalPath(string? asked) =>
        asked is ['/', ..] and not ['/', '/' or '\\', ..] && asked.Length <= 500 && !asked.Any(char.IsControl) ? asked : "/";
}
