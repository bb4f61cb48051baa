using TeamsCctv.Features.SignIn;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Protocols.SharePoint;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Library;

/// <summary>The records in the school's own SharePoint, where the section <c>SharePoint</c> says which library.</summary>
internal static class LibraryFeature
{
    public static void AddLibrary(this WebApplicationBuilder builder)
    {
        if (!SharePointSettings.AreGiven(builder.Configuration))
            return;
        var services = builder.Services;
        try
        {
            services.AddSharePoint(SharePointSettings.Read(builder.Configuration, builder.Environment));
        }
        catch (GraphSettingsException incomplete)
        {
            foreach (var wrong in incomplete.Wrong)
                services.AddSingleton(new StartProblem(wrong));
            return;
        }

        services.AddSingleton<RecordLibrary>();
        services.AddSingleton<LibraryRounds>().AddHostedService(provider =>
        {
            // Before anything is recorded: nobody is told of a record that is not filed.
            var library = provider.GetRequiredService<RecordLibrary>();
            provider.GetRequiredService<Database>().Confirming = library.ConfirmAsync;
            return provider.GetRequiredService<LibraryRounds>();
        });
    }
}
