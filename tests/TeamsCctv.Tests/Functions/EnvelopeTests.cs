using System.Net;
using System.Text;
using TeamsCctv.Tests.Recorders;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Functions;

/// <summary>A recorder posts, the queue keeps it, the Functions host brings it, and it is on the record.</summary>
[Collection(OnAzurite.Name)]
public sealed class EnvelopeTests(Azurite azurite)
{
    [Fact]
    public async Task A_lost_camera_goes_over_the_queue_onto_the_record()
    {
        var account = azurite.NewAccount();
        await using var host = await FunctionsHost.StartAsync(account);

        Assert.Equal(HttpStatusCode.OK, await PostAsync(host));
        Assert.Equal(1, await StorageAccount.CountAsync(account.Inbox));
        Assert.Equal(0, host.Process.Rows("inbox"));

        var invocation = Assert.Single(await host.PollAsync());
        Assert.True(invocation.Succeeded);
        Assert.Equal("Playground", Assert.Single(await host.Process.ReportedAsync("oakfield")).CameraName);
        Assert.Equal(0, await StorageAccount.CountAsync(account.Inbox));
    }

    internal static async Task<HttpStatusCode> PostAsync(FunctionsHost host, string? body = null, string recorder = "oakfield-nvr")
    {
        using var outside = host.Outside();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body ?? Posting.Alert()));
        content.Headers.TryAddWithoutValidation("Content-Type", "application/xml");
        using var answer = await outside.PostAsync(new Uri(host.Process.PathOf(recorder).TrimStart('/'), UriKind.Relative), content);
        return answer.StatusCode;
    }
}
