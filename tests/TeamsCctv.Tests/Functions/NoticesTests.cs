using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Features.Mailbox.Graph;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Mailbox.Graph;
using TeamsCctv.Tests.Recorders;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Functions;

/// <summary>What Graph announces, over the queue; and what is too large for one of its messages.</summary>
[Collection(OnAzurite.Name)]
public sealed class NoticesTests(Azurite azurite) : IAsyncLifetime
{
    private readonly StorageAccount _account = azurite.NewAccount();
    private readonly string _data = Directory.CreateTempSubdirectory("cctv-test-").FullName;
    private readonly FakeGraph _graph = new(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Host.Start)) { Webhook = new HttpClient() };
    private FakeGraphServer _server = null!;
    private FunctionsHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        await using (var database = new Database(Path.Combine(_data, "cctv.db")))
            await new Registers(database).PutAsync([RegisterEntry.Of(new Domain.Cameras.School("oak", "Oak School", "ME", [], GraphWorld.Oak))]);
        _server = await FakeGraphServer.StartAsync(_graph);
        _host = await FunctionsHost.StartAsync(
            _account,
            new Dictionary<string, string?>
            {
                ["Mail:Graph:Tenant"] = GraphWorld.Tenant,
                ["Mail:Graph:ClientId"] = "66666666-7777-4888-9999-000000000000",
                ["Mail:Graph:ManagedIdentity"] = "true",
                ["Mail:Graph:BaseAddress"] = _server.Address,
            },
            builder => builder.Services.AddFakeToken(),
            data: _data);

        // Graph asks back through the prefix before it subscribes.
        await Eventually.TrueAsync(() => Read(session => MailboxTable.Find(session, "oak"))?.Subscription is not null);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _server.DisposeAsync();
        _graph.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task An_announced_mail_is_answered_once_the_queue_has_it_and_fetched_once()
    {
        var mail = _graph.Arrive(GraphWorld.Oak, Encoding.ASCII.GetBytes("From: parent@example.org\r\nSubject: Camera\r\n\r\nPlease look.\r\n"));

        Assert.Equal(HttpStatusCode.Accepted, await _graph.PostAsync(_graph.Waiting[0].Of.NotificationUrl, _graph.Waiting[0].Notice));
        Assert.Equal(1, await StorageAccount.CountAsync(_account.Inbox));
        Assert.DoesNotContain(_graph.Waiting[0].Of.Secret, (await _account.Inbox.PeekMessageAsync()).Value.Body.ToString(), StringComparison.Ordinal);
        Assert.True(Assert.Single(await _host.PollAsync(forget: true)).Succeeded);
        Assert.True(Assert.Single(await _host.PollAsync()).Succeeded);

        await Eventually.TrueAsync(() => Read(session => session.First("SELECT 1 FROM inbox WHERE lane = 'mail' AND delivery = $1", _ => true, mail.Id)));
        Assert.Equal(1, Read(session => session.First("SELECT COUNT(*) FROM inbox WHERE lane = 'mail'", row => row.GetInt64(0))));
    }

    [Fact]
    public async Task A_guessed_secret_puts_nothing_on_the_queue()
    {
        var notice = _graph.NoticeOf(_graph.Subscriptions[0], "AAMk-1");
        notice["clientState"] = "guess";

        Assert.Equal(HttpStatusCode.Accepted, await _graph.PostAsync(_graph.Subscriptions[0].NotificationUrl, notice));
        Assert.Equal(0, await StorageAccount.CountAsync(_account.Inbox));
    }

    [Fact]
    public async Task What_is_too_large_for_a_message_waits_in_a_blob_and_a_copy_of_it_changes_nothing()
    {
        await AnnounceManyAsync();
        var pointer = (await _account.Inbox.PeekMessageAsync()).Value.Body.ToString();
        var blob = _account.Payloads.GetBlobClient(Assert.Single(_account.Payloads.GetBlobs()).Name);
        Assert.Equal($"{{\"Payload\":\"{blob.Name}\"}}", pointer);
        Assert.True((await blob.GetPropertiesAsync()).Value.ContentLength > 64 * 1024);

        Assert.True(Assert.Single(await _host.PollAsync(forget: true)).Succeeded);
        Assert.Equal(Many, Read(session => session.First("SELECT COUNT(*) FROM inbox WHERE lane = 'graph/oak'", row => row.GetInt64(0))));

        // What it said is gone from the account; that it was taken is not.
        Assert.Equal(0, (await blob.GetPropertiesAsync()).Value.ContentLength);
        Assert.True(Assert.Single(await _host.PollAsync()).Succeeded);
        Assert.Equal(0, await StorageAccount.CountAsync(_account.Inbox));
        Assert.Equal(Many, Read(session => session.First("SELECT COUNT(*) FROM inbox WHERE lane = 'graph/oak'", row => row.GetInt64(0))));
    }

    [Fact]
    public async Task A_payload_that_cannot_be_taken_is_kept_with_its_message()
    {
        await AnnounceManyAsync();
        var blob = _account.Payloads.GetBlobClient(Assert.Single(_account.Payloads.GetBlobs()).Name);
        var kept = "{\"kind\":\"of-tomorrow\",\"body\":{}}";
        await blob.UploadAsync(BinaryData.FromString(kept), overwrite: true);

        for (var tries = 1; tries <= _host.MaxDequeueCount; tries++)
            Assert.Equal(tries == _host.MaxDequeueCount, Assert.Single(await _host.PollAsync()).Succeeded);

        Assert.Equal(1, await StorageAccount.CountAsync(_account.Poison));
        Assert.Equal(kept, (await blob.DownloadContentAsync()).Value.Content.ToString());
    }

    private const int Many = 350;

    private async Task AnnounceManyAsync()
    {
        var subscription = _graph.Subscriptions[0];
        var notices = Enumerable.Range(0, Many).Select(i => _graph.NoticeOf(subscription, $"AAMk{new string('a', 100)}{i}")).ToArray();
        Assert.Equal(HttpStatusCode.Accepted, await _graph.PostAsync(subscription.NotificationUrl, notices));
        Assert.Equal(1, await StorageAccount.CountAsync(_account.Inbox));
    }

    private T Read<T>(Func<Session, T> read) => _host.Process.Services.GetRequiredService<Database>().Read(read);
}
