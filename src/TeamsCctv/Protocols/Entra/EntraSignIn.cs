using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TeamsCctv.Protocols.Entra;

/// <summary>
/// Entra ID through Microsoft.Identity.Web: an id token says who somebody is and nothing more is asked for, so there
/// is no client secret to keep.
/// </summary>
public static class EntraSignIn
{
    /// <param name="notSignedIn">Answers a browser that came back without a sign-in, whatever the reason.</param>
    public static void Add(
        IServiceCollection services, Uri instance, string tenant, string clientId, Action<CookieAuthenticationOptions> cookie, Func<HttpContext, Task> notSignedIn)
    {
        services.AddAuthentication(OpenIdConnectDefaults.AuthenticationScheme).AddMicrosoftIdentityWebApp(
            options =>
            {
                options.Instance = instance.ToString();
                options.TenantId = tenant;
                options.ClientId = clientId;
                options.CallbackPath = "/signin-oidc";
                options.SignedOutCallbackPath = "/signout-callback-oidc";
                options.SignedOutRedirectUri = "/";
                options.SaveTokens = false;
            },
            cookie);

        // After the library's own configuration, which would otherwise have the last word.
        services.PostConfigure<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme, options =>
        {
            // tid and oid keep their own names. MapInboundClaims alone does not do it under this library.
            options.TokenHandler = new JsonWebTokenHandler { MapInboundClaims = false };
            options.Scope.Clear();
            options.Scope.Add("openid");
            options.Scope.Add("profile");

            options.Events.OnAccessDenied = NotSignedInAsync;
            options.Events.OnRemoteFailure = NotSignedInAsync;

            // The library's validator asks the network which issuers there are. One tenant has one issuer.
            var issuer = new Uri(instance, $"{tenant}/v2.0").ToString();
            options.TokenValidationParameters.IssuerValidator = (found, _, _) =>
                string.Equals(found, issuer, StringComparison.Ordinal)
                    ? found
                    : throw new SecurityTokenInvalidIssuerException("The token is another tenant's.") { InvalidIssuer = found };
        });

        Task NotSignedInAsync<TOptions>(HandleRequestContext<TOptions> context)
            where TOptions : AuthenticationSchemeOptions
        {
            context.HandleResponse();
            return notSignedIn(context.HttpContext);
        }
    }
}
