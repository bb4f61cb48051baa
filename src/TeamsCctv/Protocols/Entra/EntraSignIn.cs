using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Protocols.Teams.Tokens;

namespace TeamsCctv.Protocols.Entra;

/// <summary>Who may sign in, and under which application.</summary>
/// <param name="Instance">The cloud's sign-in address.</param>
/// <param name="Tenant">The one tenant.</param>
/// <param name="Domain">The host name under which people reach the pages.</param>
public sealed record EntraApplication(Uri Instance, string Tenant, string ClientId, string Domain)
{
    /// <summary>One tenant has one issuer.</summary>
    public string Issuer => new Uri(Instance, $"{Tenant}/v2.0").ToString();
}

/// <summary>
/// Entra ID through Microsoft.Identity.Web: an id token says who somebody is and nothing more is asked for, so there
/// is neither a client secret nor a certificate to keep. The tab in Teams brings an access token instead, which is checked the same way.
/// </summary>
public static class EntraSignIn
{
    /// <summary>The scheme that decides which of the others a request is for.</summary>
    private const string Either = "pages";

    /// <param name="elsewhere">The scheme of a request that is not for a browser of its own, or null.</param>
    /// <param name="notSignedIn">Answers a browser that came back without a sign-in, whatever the reason; true for a guest.</param>
    public static void Add(
        IServiceCollection services,
        EntraApplication application,
        Action<CookieAuthenticationOptions> cookie,
        Func<HttpContext, string?> elsewhere,
        Func<HttpContext, bool, Task> notSignedIn)
    {
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, options => options.ForwardDefaultSelector = http => elsewhere(http) ?? OpenIdConnectDefaults.AuthenticationScheme)
            .AddMicrosoftIdentityWebApp(
                options =>
                {
                    options.Instance = application.Instance.ToString();
                    options.TenantId = application.Tenant;
                    options.ClientId = application.ClientId;
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
            var before = options.Events.OnTokenValidated;
            options.Events.OnTokenValidated = async context =>
            {
                await before(context);
                if (context.Result is not null || !Membership.IsGuest([.. context.Principal!.Claims], application.Tenant, application.Issuer))
                    return;
                context.HandleResponse();
                await notSignedIn(context.HttpContext, true);
            };

            // The library's validator asks the network which issuers there are.
            options.TokenValidationParameters.IssuerValidator = (found, _, _) =>
                string.Equals(found, application.Issuer, StringComparison.Ordinal)
                    ? found
                    : throw new SecurityTokenInvalidIssuerException("The token is another tenant's.") { InvalidIssuer = found };
        });

        AddTab(services, application);

        Task NotSignedInAsync<TOptions>(HandleRequestContext<TOptions> context)
            where TOptions : AuthenticationSchemeOptions
        {
            context.HandleResponse();
            return notSignedIn(context.HttpContext, false);
        }
    }

    private static void AddTab(IServiceCollection services, EntraApplication application)
    {
        var metadata = new Uri(application.Instance, $"{application.Tenant}/v2.0/.well-known/openid-configuration");
        services.AddBounded(TabTokens.HttpClientName, TimeSpan.FromSeconds(10));
        services.AddKeyedSingleton(TabTokens.HttpClientName, (provider, _) => new SigningKeys(
            () => metadata, allowLoopback: false, TabTokens.HttpClientName,
            provider.GetRequiredService<IHttpClientFactory>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SigningKeys>>()));
        services.AddSingleton(provider => new TabTokens(
            application, provider.GetRequiredKeyedService<SigningKeys>(TabTokens.HttpClientName), provider.GetRequiredService<TimeProvider>()));
    }
}
