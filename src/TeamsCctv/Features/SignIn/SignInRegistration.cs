using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using TeamsCctv.Features.Messages;
using TeamsCctv.Hosting;
using TeamsCctv.Protocols.Entra;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.SignIn;

/// <summary>Signing in: cookies of ours in both ways; only who they were given to differs.</summary>
public static class SignInRegistration
{
    /// <summary>Where the picker is.</summary>
    public const string Path = "/sign-in";

    /// <summary>The field that says where to go after signing in.</summary>
    public const string ReturnTo = "returnTo";

    private static readonly TimeSpan SchoolDay = TimeSpan.FromHours(10);

    /// <param name="notSignedIn">The page for a browser that came back from Entra without a sign-in; true for a guest.</param>
    /// <param name="door">The page that signs somebody in to a tab in Teams.</param>
    public static void AddSignIn(this WebApplicationBuilder builder, Func<bool, IResult> notSignedIn, Func<HttpContext, IResult> door)
    {
        var settings = SignInSettings.From(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<Callers>();
        builder.Services.AddDataProtection()
            .SetApplicationName("TeamsCctv")
            .PersistKeysToFileSystem(Keys(DataDirectory.From(builder.Configuration)));

        builder.Services.AddOptions<KeyManagementOptions>().Configure<Database>((options, database) =>
        {
            if (database.IsShared)
                options.XmlRepository = new SharedKeyRing(database);
        });

        // The keys lie beside the log's own key, readable by their owner only; its warning at each start would say no more.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);

        builder.Services.AddAntiforgery(options =>
        {
            options.FormFieldName = "__RequestVerificationToken";
            options.Cookie = new FormsCookie();

            // frame-ancestors says it, and says it of Teams too where that may frame a page.
            options.SuppressXFrameOptionsHeader = true;
            Harden(options.Cookie, "teamscctv-forms");

            // Always would refuse every form behind a proxy that ends TLS; alone this cookie lets nobody do anything.
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        builder.Services.AddAuthorization();
        if (settings.Way != SignInWay.Entra)
        {
            builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie => Configure(cookie, settings));
            return;
        }

        var domain = PublicAddress.From(builder.Configuration, builder.Environment).Root.Host;
        EntraSignIn.Add(
            builder.Services,
            new(settings.Instance, settings.Tenant, settings.ClientId, domain),
            cookie => Configure(cookie, settings),
            http => TabSession.IsIn(http) ? TabSession.Scheme : null,
            (http, guest) => notSignedIn(guest).ExecuteAsync(http));
        builder.Services.AddAuthentication().AddCookie(TabSession.Scheme, cookie => TabSession.Configure(cookie, door));
    }

    private static void Configure(CookieAuthenticationOptions options, SignInSettings settings)
    {
        Harden(options.Cookie, "teamscctv");
        options.Cookie.SecurePolicy = settings.Way == SignInWay.Entra ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = SchoolDay;
        options.SlidingExpiration = false;
        options.LoginPath = Path;
        options.ReturnUrlParameter = ReturnTo;
    }

    private static void Harden(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
    }

    private static DirectoryInfo Keys(DataDirectory data)
    {
        var path = data.File("keys");
        return OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
