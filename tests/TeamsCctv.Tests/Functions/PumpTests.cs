using System.Net;
using TeamsCctv.Tests.Recorders;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Functions;

/// <summary>The queue without a Functions host: the process fetches for itself.</summary>
[Collection(OnAzurite.Name)]
public sealed class PumpTests(Azurite azurite)
{
    [Fact]
    public async Task A_lost_camera_goes_over_the_queue_onto_the_record()
    {
        var account = azurite.NewAccount();
        await using var host = await Host.StartAsync(settings: account.Settings());

        Assert.Equal(HttpStatusCode.OK, await host.OakfieldAsync(Posting.Alert()));
        await Eventually.TrueAsync(() => host.Rows("inbox") == 1);

        Assert.Single(await host.ReportedAsync("oakfield"));
        for (var tries = 0; await StorageAccount.CountAsync(account.Inbox) > 0; tries++)
        {
            Assert.True(tries < 200, "The message stayed on the queue.");
            await Task.Delay(25);
        }
    }

    [Fact]
    public async Task What_one_process_accepts_another_takes()
    {
        var account = azurite.NewAccount();
        string path;
        await using (var faults = await QueueFaults.StartAsync(account.QueuePort))
        {
            // A process whose own pump reaches no queue after the message is on it.
            await using var accepting = await FunctionsHost.StartAsync(account, queuePort: faults.Port);
            Assert.Equal(HttpStatusCode.OK, await EnvelopeTests.PostAsync(accepting));
            path = accepting.Process.PathOf("oakfield-nvr");
            Assert.Equal(0, accepting.Process.Rows("inbox"));
        }

        await using var taking = await Host.StartAsync(settings: account.Settings());
        await Eventually.TrueAsync(() => taking.Rows("inbox") == 1);
        Assert.NotEqual(path, taking.PathOf("oakfield-nvr"));
        Assert.Equal("Playground", Assert.Single(await taking.ReportedAsync("oakfield")).CameraName);
    }

    [Fact]
    public async Task What_cannot_be_taken_is_set_aside_after_five_tries_and_shown_to_who_watches_over_schools()
    {
        var account = azurite.NewAccount();
        await account.Inbox.CreateIfNotExistsAsync();
        await account.Inbox.SendMessageAsync("nonsense");
        await using var host = await Host.StartAsync(settings: account.Settings());
        Assert.Equal(HttpStatusCode.OK, await host.OakfieldAsync(Posting.Alert()));

        for (var tries = 0; await StorageAccount.CountAsync(account.Poison) == 0; tries++)
        {
            Assert.True(tries < 400, "It was not set aside.");
            await Task.Delay(50);
        }

        Assert.Equal(1, await StorageAccount.CountAsync(account.Poison));
        Assert.Single(await host.ReportedAsync("oakfield"));
        Assert.Contains("1 message from a recorder or the mailbox could not be taken in", (await new Browser(await host.AsAsync("dennis")).GetAsync("/trust")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_that_cannot_be_reached_is_said_on_the_page()
    {
        var settings = azurite.NewAccount().Settings(queuePort: Azurite.FreePort());
        await using var host = await Host.StartAsync(settings: settings);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await host.OakfieldAsync(Posting.Alert()));
        Assert.Contains("We cannot see now", (await new Browser(await host.AsAsync("sid")).GetAsync("/recorders")).Text, StringComparison.Ordinal);
    }
}
