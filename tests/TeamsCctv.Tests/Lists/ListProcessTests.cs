using Azure.Core;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.SampleTrust;
using TeamsCctv.Protocols.SharePoint;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Library;
using TeamsCctv.Tests.Recorders;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Lists;

/// <summary>The shipped process with a site behind it.</summary>
public sealed class ListProcessTests
{
    private static readonly Dictionary<string, string?> _settings = new()
    {
        ["SharePoint:Tenant"] = "11111111-2222-4333-8444-555555555555",
        ["SharePoint:ClientId"] = FakeLists.Client.ToString(),
        ["SharePoint:ManagedIdentity"] = "true",
        ["SharePoint:Host"] = "https://oakfield.sharepoint.com",
        ["SharePoint:Drive"] = FakeSharePoint.Drive,
        ["SharePoint:Site"] = FakeLists.Site,
    };

    [Fact]
    public async Task It_makes_the_lists_and_tells_an_editor_in_chat_what_is_wrong_with_their_change()
    {
        using var site = new FakeLists();
        using var library = new FakeSharePoint();
        await using var host = await Host.StartAsync(
            builder =>
            {
                builder.Services.AddKeyedSingleton<TokenCredential>(SharePointSettings.Client, new Credential());
                builder.Services.AddHttpClient(SharePointSettings.Client).ConfigurePrimaryHttpMessageHandler(() => new Both(library, site));
            },
            _settings);
        await Eventually.TrueAsync(() => site.Titles.Contains("CCTV appointments") && site.Of("CCTV cameras").Items.Count == 7);

        site.Edit("CCTV cameras", 1, SampleTrust.ObjectIdOf("harriet"), ("Recorder", "nowhere"));
        host.Clock.Advance(TimeSpan.FromSeconds(61));
        var database = host.Services.GetRequiredService<Database>();
        string? Edit() => database.Read(session => session.First("SELECT case_id FROM delivery WHERE topic = $1 AND who = 'harriet'", row => row.GetString(0), Topics.RegisterEdit));
        await Eventually.TrueAsync(() => Edit() is not null);

        var card = await host.Services.GetRequiredService<CardDrawer>().DrawAsync("oakfield", Edit()!, Topics.RegisterEdit, "harriet");
        Assert.Contains("has no recorder nowhere", Card.Words(card!.ToJson()), StringComparison.Ordinal);
        Assert.Empty(site.Wrong);
    }

    [Theory]
    [InlineData("oakfield.sharepoint.com")]
    [InlineData("oakfield.sharepoint.com,1,2")]
    [InlineData("../x,11111111-2222-4333-8444-555555555555,66666666-7777-4888-9999-aaaaaaaaaaaa")]
    public async Task A_site_that_is_no_site_keeps_the_process_from_starting(string site)
    {
        await using var host = await Host.StartAsync(settings: new Dictionary<string, string?>(_settings) { ["SharePoint:Site"] = site });

        Assert.Contains(
            host.Services.GetServices<TeamsCctv.Features.SignIn.StartProblem>(), problem => problem.ToString().Contains("SharePoint:Site is no id of a site", StringComparison.Ordinal));
    }

    private sealed class Both(HttpMessageHandler library, HttpMessageHandler site) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _library = new(library, disposeHandler: false), _site = new(site, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            (request.RequestUri!.AbsolutePath.StartsWith("/v1.0/drives/", StringComparison.Ordinal) || request.RequestUri.Host == FakeSharePoint.Host.Host ? _library : _site)
                .SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            _library.Dispose();
            _site.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class Credential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("graph-token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
