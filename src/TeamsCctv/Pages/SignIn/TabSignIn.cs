using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using TeamsCctv.Features.SignIn;
using TeamsCctv.Features.Strangers;
using TeamsCctv.Pages.Shared;
using TeamsCctv.Protocols.Entra;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Protocols.Teams.Tokens;

namespace TeamsCctv.Pages.SignIn;

/// <summary>Why a tab was not signed in, in a line for whoever looks at it.</summary>
public sealed record TabRefused(string Says);

/// <summary>Whom a tab was signed in as: the object id, by which the script tells whether the page is theirs.</summary>
public sealed record TabSignedIn(string Account);

/// <summary>
/// Signing in to a page that Teams shows: its script brings the token that Teams has for whoever is there. A token is not
/// kept; what is left of it is whose it was.
/// </summary>
public static partial class TabSignIn
{
    private const int LargestBody = 32 * 1024;

    public static void MapTabSignIn(this IEndpointRouteBuilder pages) => pages.MapPost(TabSession.Path, SignInAsync).LimitSignIns();

    /// <summary>The page in the place of one that needs a sign-in. After a form it goes to where the form was.</summary>
    public static IResult Door(HttpContext http) => Page.Of<TabDoor>(
        new { Next = HttpMethods.IsGet(http.Request.Method) ? null : Before(http) }, StatusCodes.Status401Unauthorized);

    private static async Task<IResult> SignInAsync(HttpContext http, TabTokens tokens, TimeProvider time, ILoggerFactory loggers)
    {
        // Nobody else's page may sign somebody in as somebody.
        if (!TabSession.IsOurs(http) || !http.Request.HasJsonContentType())
            return Says("That did not come from a page of ours.", StatusCodes.Status403Forbidden);
        if (await BoundedHttp.ReadAsync(http.Request.Body, LargestBody, http.RequestAborted) is not { } body)
            return Says("That is longer than a token can be.", StatusCodes.Status413PayloadTooLarge);
        if (TokenOf(body) is not { } token)
            return Says("There was no token.", StatusCodes.Status400BadRequest);
        var (account, refusal) = await tokens.ReadAsync(token, http.RequestAborted);
        if (account is null)
        {
            Log.Refused(loggers.CreateLogger(typeof(TabSignIn)), refusal!.Value);
            return Says(WordsOf(refusal.Value), TokenRefusals.StatusOf(refusal.Value));
        }

        var now = time.GetUtcNow();
        var latest = now + TabSession.Longest;
        var identity = new ClaimsIdentity([new(Callers.TenantClaim, account.Tenant), new(Callers.ObjectIdClaim, account.ObjectId)], TabSession.Scheme);
        await http.SignInAsync(TabSession.Scheme, new(identity), new() { IssuedUtc = now, ExpiresUtc = account.Until < latest ? account.Until : latest });
        return Results.Json(new TabSignedIn(account.ObjectId));
    }

    private static IResult Says(string text, int status) => Results.Json(new TabRefused(text), statusCode: status);

    private static string WordsOf(TokenRefusal refusal) => refusal switch
    {
        TokenRefusal.Guest => SignInEndpoints.Guest,
        TokenRefusal.Issuer or TokenRefusal.OtherTenant => "Your account belongs to another organisation, so nothing can be shown.",
        TokenRefusal.KeysUnavailable => "Microsoft's sign-in could not be reached. Open this tab again in a minute.",
        _ => "Your sign-in in Teams was not accepted. Open this tab again; if it stays so, tell whoever runs TeamsCctv for you.",
    };

    private static string? TokenOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new() { MaxDepth = 2 });
            return document.RootElement.Text("token");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The page whose form was sent, as the browser says; else the first.</summary>
    private static string Before(HttpContext http) =>
        TabSession.IsOurs(http) && Uri.TryCreate(http.Request.Headers.Referer, UriKind.Absolute, out var from) && from.Authority == http.Request.Host.Value
            ? from.PathAndQuery
            : $"{http.Request.PathBase}/";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A tab's token was refused: {Refusal}")]
        public static partial void Refused(ILogger logger, TokenRefusal refusal);
    }
}
