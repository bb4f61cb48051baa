using Azure.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Features.Library;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Protocols.SharePoint;
using TeamsCctv.Records;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Library;

/// <summary>One of the two homes of a store: the embedded default, or a journal and a library in SharePoint.</summary>
internal sealed class Column : IDisposable
{
    private readonly FaultyJournal? _journal;

    private Column(FakeSharePoint? sharePoint, FaultyJournal? journal) => (SharePoint, _journal) = (sharePoint, journal);

    /// <summary>Null in the embedded default.</summary>
    public FakeSharePoint? SharePoint { get; }

    public static Column Of(string name) => name == "embedded" ? new(null, null) : new(new FakeSharePoint(), new FaultyJournal(0, faults: 0));

    /// <summary>What the process is told.</summary>
    public Dictionary<string, string?> Settings => SharePoint is null ? [] : new()
    {
        ["SharePoint:Tenant"] = "11111111-2222-4333-8444-555555555555",
        ["SharePoint:ClientId"] = "11111111-2222-4333-8444-666666666666",
        ["SharePoint:ManagedIdentity"] = "true",
        ["SharePoint:Host"] = FakeSharePoint.Host.ToString(),
        ["SharePoint:Drive"] = FakeSharePoint.Drive,
    };

    public void Configure(WebApplicationBuilder builder)
    {
        if (SharePoint is null)
            return;
        builder.Services.AddSingleton<IJournal>(_journal!);
        ConfigureLibrary(builder);
    }

    /// <summary>The library alone, over a journal of somebody else's.</summary>
    public void ConfigureLibrary(WebApplicationBuilder builder)
    {
        builder.Services.AddKeyedSingleton<TokenCredential>("sharepoint", new Credential());
        builder.Services.AddKeyedSingleton("sharepoint", (provider, _) => new GraphCalls(
            GraphAddress.Default, new Credential(), SharePoint!, TimeProvider.System, FakeSharePoint.Host));
    }

    /// <summary>Runs the rounds of the library now.</summary>
    public static Task SettleAsync(Host host) => host.Services.GetRequiredService<LibraryRounds>().StepAsync(all: true, CancellationToken.None);

    /// <summary>The records of a school made from the library alone, each as its leaf and body.</summary>
    public static async Task<string> RebuildAsync(Host host, string school, string key)
    {
        var file = Path.Combine(host.Data, $"{Guid.NewGuid():N}.db");
        await using var rebuilt = new Database(file);
        await new LibraryRebuild(host.Services.GetRequiredService<LibraryFiles>(), rebuilt).RunAsync(school, VerifierKey.Parse(key), CancellationToken.None);
        return Records(rebuilt, school);
    }

    public static string Records(Database database, string school) => database.Read(session => string.Join('\n', session.Query(
        "SELECT leaf, body FROM record WHERE school = $1 ORDER BY seq",
        row => $"{Convert.ToHexString((byte[])row[0])} {(row.IsDBNull(1) ? "" : Convert.ToHexString((byte[])row[1]))}", school)));

    public void Dispose() => SharePoint?.Dispose();

    private sealed class Credential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("graph-token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
