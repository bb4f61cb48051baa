using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using TeamsCctv.Protocols.AzureStorage;
using TeamsCctv.Protocols.SharePoint;
using TeamsCctv.Storage;

namespace TeamsCctv.Tests.Live;

/// <summary>
/// The contract that the stand-ins play, at a real tenant: with the program's own settings in the environment, before which
/// stands <c>LIVE_</c> (LIVE_SharePoint__Drive and so on). Everything that is made is removed.
/// </summary>
public sealed class LiveTests
{
    private static readonly IConfiguration _settings = new ConfigurationBuilder().AddEnvironmentVariables("LIVE_").Build();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_name_in_the_library_is_taken_once_and_what_is_removed_is_gone()
    {
        if (!SharePointSettings.AreGiven(_settings))
            Assert.Skip("No tenant to ask: set LIVE_SharePoint__Tenant, __ClientId, __CertificatePath, __Host and __Drive.");
        var files = SharePointServices.Open(_settings, new HostingEnvironment { EnvironmentName = Environments.Production });
        var path = $"live/{Guid.NewGuid():N}/one.txt";

        Assert.Null(await files.CreateAsync(path, "one"u8.ToArray(), Urgency.Person, Cancelled));
        Assert.Null(await files.CreateAsync(path, "one"u8.ToArray(), Urgency.Person, Cancelled));
        Assert.Equal("one"u8.ToArray(), await files.CreateAsync(path, "two"u8.ToArray(), Urgency.Person, Cancelled));
        Assert.Equal(["one.txt"], await files.ListAsync(path[..path.LastIndexOf('/')], Urgency.Person, Cancelled));
        await files.RemoveAsync(path, Urgency.Person, Cancelled);
        Assert.Null(await files.ReadAsync(path, Urgency.Person, Cancelled));
        await files.RemoveAsync(path[..path.LastIndexOf('/')], Urgency.Person, Cancelled);
    }

    [Fact]
    public async Task An_entry_of_the_journal_has_its_place_alone()
    {
        if (string.IsNullOrEmpty(_settings["Storage:Journal"]))
            Assert.Skip("No storage account to ask: set LIVE_Storage__Journal to the address of an empty container.");
        var journal = new BlobJournal(new BlobContainerClient(new Uri(_settings["Storage:Journal"]!), new DefaultAzureCredential()), TimeProvider.System);
        var (one, two) = (Guid.NewGuid().ToByteArray(), Guid.NewGuid().ToByteArray());
        var end = JournalPlace.Start;
        while (await journal.ReadAsync(end, Cancelled) is { Next: var next } && next != end)
            end = next;

        var places = await Task.WhenAll(journal.AppendAsync(end, one, Cancelled), journal.AppendAsync(end, two, Cancelled));

        Assert.Single(places, place => place is not null);
    }
}
