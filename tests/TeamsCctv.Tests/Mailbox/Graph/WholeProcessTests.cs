using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Features.Mailbox;
using TeamsCctv.Features.Mailbox.Graph;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Recorders;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Mailbox.Graph;

/// <summary>The shipped process on its own socket, with Graph on another.</summary>
public sealed class WholeProcessTests
{
    [Fact]
    public async Task It_subscribes_once_it_listens_takes_what_is_announced_and_sends_an_answer()
    {
        var data = Directory.CreateTempSubdirectory("cctv-test-").FullName;
        await using (var database = new Database(Path.Combine(data, "cctv.db")))
            await new Registers(database).PutAsync([RegisterEntry.Of(new Domain.Cameras.School("oak", "Oak School", "ME", [], GraphWorld.Oak))]);
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Host.Start);
        using var graph = new FakeGraph(clock) { Webhook = new HttpClient() };
        await using var server = await FakeGraphServer.StartAsync(graph);
        var port = GraphWorld.FreePort();
        await using (var host = await Host.StartAsync(
            builder =>
            {
                builder.Services.AddFakeToken();
                builder.WebHost.UseSetting("urls", $"http://127.0.0.1:{port}");
            },
            new Dictionary<string, string?>
            {
                ["Mail:Graph:Tenant"] = GraphWorld.Tenant,
                ["Mail:Graph:ClientId"] = "66666666-7777-4888-9999-000000000000",
                ["Mail:Graph:ManagedIdentity"] = "true",
                ["Mail:Graph:BaseAddress"] = server.Address,
                ["PublicUrl"] = $"http://127.0.0.1:{port}",
            },
            data))
        {
            await Eventually.TrueAsync(() => graph.Subscriptions.Count == 1 && Row(host)?.Subscription is not null);
            var mail = graph.Arrive(GraphWorld.Oak, Encoding.ASCII.GetBytes("From: parent@example.org\r\nSubject: Camera\r\n\r\nPlease look.\r\n"));
            Assert.Equal(System.Net.HttpStatusCode.Accepted, await graph.PostAsync(graph.Waiting[0].Of.NotificationUrl, graph.Waiting[0].Notice));
            await Eventually.TrueAsync(() => host.Services.GetRequiredService<Database>().Read(session =>
                session.First("SELECT 1 FROM inbox WHERE lane = 'mail' AND delivery = $1", _ => true, mail.Id)));
            await Assert.IsType<GraphPostbox>(host.Services.GetRequiredService<IPostbox>()).SendAsync(
                new("oak", 3, "oak.3@log.example", "parent@example.org", "Re: Camera", "It was looked at.", null, [], mail.Id), CancellationToken.None);
            Assert.Equal(1, graph.Sent["oak/3"]);
        }

        Assert.Empty(graph.Complaints);
        Directory.Delete(data, recursive: true);
    }

    private static MailboxRow? Row(Host host) => host.Services.GetRequiredService<Database>().Read(session => MailboxTable.Find(session, "oak"));
}
