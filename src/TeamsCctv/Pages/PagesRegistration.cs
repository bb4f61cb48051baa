using TeamsCctv.Features.Following;
using TeamsCctv.Features.HandIn;
using TeamsCctv.Features.Matters;
using TeamsCctv.Features.SignIn;
using TeamsCctv.Pages.About;
using TeamsCctv.Pages.Books;
using TeamsCctv.Pages.Cases;
using TeamsCctv.Pages.Dates;
using TeamsCctv.Pages.Forms;
using TeamsCctv.Pages.Home;
using TeamsCctv.Pages.Log;
using TeamsCctv.Pages.Mailbox;
using TeamsCctv.Pages.Matters;
using TeamsCctv.Pages.Numbers;
using TeamsCctv.Pages.Policies;
using TeamsCctv.Pages.Recorders;
using TeamsCctv.Pages.Records;
using TeamsCctv.Pages.Shared;
using TeamsCctv.Pages.SignIn;
using TeamsCctv.Pages.Trust;

namespace TeamsCctv.Pages;

/// <summary>The pages: rendered on the server, forms, no circuits; no script but the one that signs in to a tab in Teams.</summary>
public static class PagesRegistration
{
    public static WebApplicationBuilder AddPages(this WebApplicationBuilder builder)
    {
        builder.AddSignIn(SignInEndpoints.NotSignedIn, TabSignIn.Door);
        builder.AddHandIn();
        builder.Services.AddRazorComponents();
        builder.Services.AddSingleton<Gate>().AddSingleton<LogDesk>().AddSingleton<CaseDesk>().AddSingleton<CaseCommands>().AddSingleton<HandInEndpoint>().AddSingleton<RecordDesk>().AddSingleton<RefusalList>().AddSingleton<RecorderDesk>().AddSingleton<DisclosureLog>().AddSingleton<MatterPaper>().AddSingleton<MatterDesk>().AddSingleton<DocumentDesk>().AddSingleton<StepDesk>().AddSingleton<OpenDesk>().AddSingleton<MailDesk>();
        builder.Services.AddSingleton<BookDesk>().AddSingleton<DueDesk>();
        builder.Services.AddSingleton<TrustDesk>().AddSingleton<NumbersDesk>().AddSingleton<Tally>().AddHostedService(provider => provider.GetRequiredService<Tally>());
        builder.Services.AddSingleton<CaseList>().AddHostedService(provider => provider.GetRequiredService<CaseList>());
        return builder;
    }

    /// <summary>Before everything that may refuse or fail: what it answers is a page of ours like any other.</summary>
    public static void UsePages(this WebApplication app)
    {
        app.UsePageHeaders(app.Services.GetRequiredService<SignInSettings>());
        app.UsePageErrors();
    }

    public static void MapPages(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<SignInSettings>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapStaticAssets();

        var pages = app.MapGroup("").AddEndpointFilter(PageHeaders.NoStoreAsync);
        pages.MapSignIn(settings);
        if (settings.Way == SignInWay.Entra)
            pages.MapTabSignIn();
        pages.MapForms();
        pages.MapAbout();

        var signedIn = pages.MapGroup("").RequireAuthorization().WithMetadata(new ShownInTeams());
        signedIn.MapHome();
        signedIn.MapTrust();
        signedIn.MapNumbers();
        signedIn.MapLog();
        signedIn.MapRecords();
        signedIn.MapRecorders();
        signedIn.MapCases();
        signedIn.MapMatters();
        signedIn.MapMail();
        signedIn.MapBooks();
        signedIn.MapDue();
        signedIn.MapPolicy();
        pages.MapFallback(() => PageErrors.NotFound()).WithMetadata(new ShownInTeams());
    }
}
