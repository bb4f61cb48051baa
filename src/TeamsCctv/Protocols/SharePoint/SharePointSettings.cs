using TeamsCctv.Protocols.Graph;

namespace TeamsCctv.Protocols.SharePoint;

/// <summary>The library that holds the records: the section <c>SharePoint</c> (environment: <c>SharePoint__Drive</c> and so on).</summary>
/// <param name="Graph">As whom Graph is asked: the section's <c>Tenant</c>, <c>ClientId</c> and <c>ManagedIdentity</c> or <c>CertificatePath</c>.</param>
/// <param name="Host">The tenant's SharePoint, which file contents are fetched from, for example <c>https://contoso.sharepoint.com/</c>.</param>
/// <param name="Drive">The Graph id of the library's drive.</param>
/// <param name="Site">The Graph id of the site that has the lists; null where there are none.</param>
/// <param name="Label">The retention label for what is never to change; null where the tenant grants none.</param>
internal sealed record SharePointSettings(GraphSettings Graph, Uri Host, string Drive, string? Label, string? Site = null)
{
    public const string Section = "SharePoint";

    /// <summary>The key of the services that calls to SharePoint are made by.</summary>
    public const string Client = "sharepoint";

    public static bool AreGiven(IConfiguration configuration) => configuration.GetSection(Section).GetChildren().Any();

    /// <exception cref="GraphSettingsException">Something is missing or wrong; a line names each.</exception>
    public static SharePointSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        List<string> wrong = [];
        GraphSettings? graph = null;
        try
        {
            graph = GraphSettings.Read(configuration, environment, Section);
        }
        catch (GraphSettingsException incomplete)
        {
            wrong.AddRange(incomplete.Wrong);
        }

        var section = configuration.GetSection(Section);
        var drive = section["Drive"]?.Trim() ?? "";
        if (drive.Length is 0 or > 200 || !drive.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '!' or '-' or '_'))
            wrong.Add("SharePoint:Drive is missing or is no id of a drive. Set SharePoint__Drive to the id that Graph gives for the library CCTV Records.");
        var site = section["Site"]?.Trim() is { Length: > 0 } given ? given : null;
        if (site is not null && (site.Length > 300 || site.Split(',') is not [var server, var collection, var web] || !server.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-')
            || !Guid.TryParseExact(collection, "D", out _) || !Guid.TryParseExact(web, "D", out _)))
            wrong.Add("SharePoint:Site is no id of a site. Set SharePoint__Site to the id that Graph gives for the site, like your-trust.sharepoint.com,11111111-2222-4333-8444-555555555555,66666666-7777-4888-9999-aaaaaaaaaaaa, or leave it out for no lists.");
        if (!Uri.TryCreate(section["Host"]?.Trim(), UriKind.Absolute, out var host) || host.AbsolutePath != "/"
            || !(IsSharePoint(host) || (environment.IsDevelopment() && host is { IsLoopback: true, Scheme: "http" or "https" })))
            wrong.Add("SharePoint:Host is missing or is not a SharePoint address. Set SharePoint__Host to the tenant's, like https://your-trust.sharepoint.com.");
        return wrong.Count > 0
            ? throw new GraphSettingsException(wrong)
            : new(graph!, host!, drive, section["Label"]?.Trim() is { Length: > 0 } label ? label : null, site);
    }

    private static bool IsSharePoint(Uri host) => host.Scheme == "https" && host.IsDefaultPort && host.UserInfo.Length == 0
        && (host.Host.EndsWith(".sharepoint.com", StringComparison.Ordinal) || host.Host.EndsWith(".sharepoint.us", StringComparison.Ordinal) || host.Host.EndsWith(".sharepoint.cn", StringComparison.Ordinal));
}
