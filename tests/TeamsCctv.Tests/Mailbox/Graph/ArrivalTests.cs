using System.Net;
using System.Text;

namespace TeamsCctv.Tests.Mailbox.Graph;

public sealed class ArrivalTests
{
    [Fact]
    public async Task An_announced_mail_is_accepted_with_its_bytes_and_the_time_it_was_received()
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        Assert.Equal(2, world.Graph.Subscriptions.Count);

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var mail = world.Graph.Arrive(GraphWorld.Oak, Encoding.ASCII.GetBytes("Subject: Camera\r\n\r\nPlease look.\r\n"), world.Clock.GetUtcNow().AddSeconds(-20));
        Assert.Equal(HttpStatusCode.Accepted, await world.Graph.PostAsync(world.Graph.Waiting[0].Of.NotificationUrl, world.Graph.Waiting[0].Notice));
        await world.StepAsync();

        Assert.Equal([("oak", mail.Id, mail.Sha256)], world.Accepted);
        Assert.Equal(mail.Received, world.ReceivedOf(mail.Id));
        Assert.Equal(mail.Mime, world.Original(mail.Sha256));
        Assert.Empty(world.Graph.Complaints);
    }
}
