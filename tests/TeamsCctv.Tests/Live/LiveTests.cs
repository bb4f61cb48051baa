using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using TeamsCctv.Features.Lists;
using TeamsCctv.Protocols.AzureStorage;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Protocols.Queues;
using TeamsCctv.Protocols.SharePoint;
using TeamsCctv.Protocols.Signing;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Protocols.Teams.Connector;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Lists;

namespace TeamsCctv.Tests.Live;

/// <summary>
/// The contract that the stand-ins play, at a real tenant: with the program's own settings in the environment, before which
/// stands <c>LIVE_</c>, by the program's own classes and as whom it would ask. A test whose settings are not there is skipped and names them.
/// <list type="bullet">
/// <item><c>LIVE_SharePoint__…</c>: Tenant, ClientId, CertificatePath or ManagedIdentity, Host, Drive; and Site for the lists.</item>
/// <item><c>LIVE_Signing__…</c>: KeyVault, Key; with a certificate also Tenant, ClientId, CertificatePath.</item>
/// <item><c>LIVE_Bot__…</c>: all that the program needs, for instance ManagedIdentity or CertificatePath.</item>
/// <item><c>LIVE_Storage__Account</c> for the queue, <c>LIVE_Storage__Journal</c> for the journal, <c>LIVE_Storage__ClientId</c> for both.</item>
/// <item><c>LIVE_ASPNETCORE_ENVIRONMENT</c>: Development, where the storage account is asked by a connection string (journal and
/// queue) or as whoever is signed in on this machine (queue), as the program does there.</item>
/// </list>
/// What is made is removed, but for what nothing of the program's can remove: an empty queue <c>cctv-live</c>, an empty list
/// <i>CCTV live test</i>, and in the journal an entry of 16 bytes a run, with its segment.
/// </summary>
public sealed class LiveTests
{
    private const string Queue = "cctv-live";
    private const string List = "CCTV live test";

    private static readonly IConfiguration _settings = new ConfigurationBuilder().AddEnvironmentVariables("LIVE_").Build();
    private static readonly IHostEnvironment _environment = new HostingEnvironment { EnvironmentName = _settings["ASPNETCORE_ENVIRONMENT"] ?? Environments.Production };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_name_in_the_library_is_taken_once_and_what_is_removed_is_gone()
    {
        if (!SharePointSettings.AreGiven(_settings))
            Assert.Skip("No tenant to ask: set LIVE_SharePoint__Tenant, __ClientId, __CertificatePath or __ManagedIdentity, __Host and __Drive.");
        var files = SharePointServices.Open(_settings, _environment);
        var folder = $"live-{Guid.NewGuid():N}";
        var path = $"{folder}/one.txt";

        Assert.Null(await files.CreateAsync(path, "one"u8.ToArray(), Urgency.Person, Cancelled));
        Assert.Null(await files.CreateAsync(path, "one"u8.ToArray(), Urgency.Person, Cancelled));
        Assert.Equal("one"u8.ToArray(), await files.CreateAsync(path, "two"u8.ToArray(), Urgency.Person, Cancelled));
        Assert.Equal(["one.txt"], await files.ListAsync(folder, Urgency.Person, Cancelled));
        await files.RemoveAsync(path, Urgency.Person, Cancelled);
        Assert.Null(await files.ReadAsync(path, Urgency.Person, Cancelled));
        await files.RemoveAsync(folder, Urgency.Person, Cancelled);
    }

    [Fact]
    public async Task An_item_of_a_list_is_made_once_changed_as_it_was_seen_and_removed()
    {
        if (string.IsNullOrEmpty(_settings["SharePoint:Site"]))
            Assert.Skip("No site to ask: set LIVE_SharePoint__Site beside LIVE_SharePoint__Tenant, __ClientId, __CertificatePath or __ManagedIdentity, __Host and __Drive.");
        await using var services = Services(services => services.AddSharePoint(SharePointSettings.Read(_settings, _environment)));
        var site = new SiteLists(
            services.GetRequiredKeyedService<GraphCalls>(SharePointSettings.Client), services.GetRequiredService<SharePointSettings>(), services.GetRequiredService<ResourceGate>());

        // With the columns of the CCTV log, in a list that the program does not look at.
        var like = ListDefinitions.CctvLog with { Title = List };
        var list = (await site.ListsAsync(Cancelled)).FirstOrDefault(there => there.Title == List).Id ?? await site.CreateAsync(ListRequest.Of(like), Cancelled);
        var (id, before, after) = ($"D-{Guid.NewGuid():N}", ListWorld.RowOf(like, "one", "before"), ListWorld.RowOf(like, "one", "after"));
        var fields = like.Fields(before, isNew: true);
        fields[ListDefinition.Key] = id;

        var made = Assert.Single((await OneAsync(site.Add(list, fields))).Items);
        Assert.True((await OneAsync(site.Add(list, fields), again: true)).IsRefused);
        Assert.Equal(made.Id, Assert.Single((await OneAsync(site.Find(list, ListDefinition.Key, id), again: true)).Items).Id);
        fields = like.Fields(after, isNew: false);
        fields[ListDefinition.Key] = id;
        var changed = await OneAsync(site.Change(list, made.Id, made.ETag!, fields));
        Assert.True(changed.IsDone);
        Assert.Equal(412, (await OneAsync(site.Remove(list, made.Id, made.ETag!))).Status);
        Assert.True(Assert.Single((await OneAsync(site.Get(list, made.Id), again: true)).Items).Editor!.IsUs);
        Assert.True((await OneAsync(site.Remove(list, made.Id, changed.ETag!))).IsDone);
        Assert.Empty((await OneAsync(site.Find(list, ListDefinition.Key, id), again: true)).Items);

        async Task<ItemAnswer> OneAsync(ItemCall call, bool again = false) => Assert.Single(await site.BatchAsync([call], again, Cancelled));
    }

    [Fact]
    public async Task What_the_vault_signs_its_public_key_verifies()
    {
        if (!KeyVaultSettings.AreGiven(_settings))
            Assert.Skip("No vault to ask: set LIVE_Signing__KeyVault and __Key; with a certificate also __Tenant, __ClientId and __CertificatePath.");
        var settings = KeyVaultSettings.Read(_settings, _environment);
        using var http = KeyVaultClient.NewHttp();
        var vault = new KeyVaultClient(settings, KeyVaultClient.CredentialOf(settings), http);
        var digest = SHA256.HashData(Guid.NewGuid().ToByteArray());

        var version = await vault.GetAsync(settings.Version);
        var signature = await vault.SignAsync(version.Version, digest);

        using var key = ECDsa.Create(version.Public);
        Assert.True(key.VerifyHash(digest, signature));
        Assert.Contains(version.Version, await vault.VersionsAsync());
    }

    [Fact]
    public async Task The_bot_is_given_a_token()
    {
        if (!BotOptions.AreGiven(_settings))
            Assert.Skip("No bot to ask as: set LIVE_Bot__AppId, __TenantId, __OpenIdMetadata, __Issuer, __TokenEndpoint, __ServiceUrls, and __ManagedIdentity or __CertificatePath.");
        await using var services = Services(services => services.AddSingleton(TimeProvider.System).AddLogging().AddTeams(_settings, _environment));

        var (token, refused) = await services.GetRequiredService<OutboundToken>().GetAsync(Cancelled);

        // A token of Entra's: header, what it says, signature.
        Assert.Null(refused);
        Assert.Equal(3, token!.Split('.').Length);
    }

    [Fact]
    public async Task A_message_of_the_queue_is_sent_received_and_deleted()
    {
        if (string.IsNullOrEmpty(_settings["Storage:Account"]) && string.IsNullOrEmpty(_settings["Storage:ConnectionString"]))
            Assert.Skip("No storage account to ask: set LIVE_Storage__Account to its address, and LIVE_Storage__ClientId where the identity is a user-assigned one.");

        // Not the queue of the settings: a program may be listening to it.
        var settings = QueueSettings.Read(_settings, _environment.IsDevelopment()) with { Queue = Queue };
        var queue = new InboxQueue(settings);
        var text = $"{Guid.NewGuid()} ż";

        await queue.SendAsync(text, Cancelled);
        var received = await queue.ReceiveAsync(32, TimeSpan.FromSeconds(10), Cancelled);
        foreach (var message in received)
            await queue.DeleteAsync(message, Cancelled);

        Assert.Contains(text, received.Select(message => message.Text));
        await Task.Delay(TimeSpan.FromSeconds(11), Cancelled);
        Assert.Empty(await queue.ReceiveAsync(32, TimeSpan.FromSeconds(1), Cancelled));
    }

    [Fact]
    public async Task An_entry_of_the_journal_has_its_place_alone()
    {
        if (string.IsNullOrEmpty(_settings["Storage:Journal"]))
            Assert.Skip("No journal to ask: set LIVE_Storage__Journal to the address of a container for these tests alone, and LIVE_Storage__ClientId where the identity is a user-assigned one.");
        var journal = BlobJournal.TryOpen(_settings["Storage:Journal"]!, _settings["Storage:ClientId"], _environment.IsDevelopment(), TimeProvider.System);
        Assert.NotNull(journal);

        // As at a start: it makes the container.
        await journal.IsEmptyAsync(Cancelled);
        var (one, two) = (Guid.NewGuid().ToByteArray(), Guid.NewGuid().ToByteArray());
        var end = JournalPlace.Start;
        while (await journal.ReadAsync(end, Cancelled) is { Next: var next } part && next != end)
        {
            // An entry of ours would be the end of a program's journal.
            Assert.All(part.Entries, entry => Assert.Equal(one.Length, entry.Entry.Length));
            end = next;
        }

        var places = await Task.WhenAll(journal.AppendAsync(end, one, Cancelled), journal.AppendAsync(end, two, Cancelled));

        Assert.Single(places, place => place is not null);
    }

    private static ServiceProvider Services(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        add(services);
        return services.BuildServiceProvider();
    }
}
