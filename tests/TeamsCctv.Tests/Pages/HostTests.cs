using System.Net;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Pages;

public sealed class HostTests
{
    [Fact]
    public async Task A_started_process_serves_each_schools_checkpoint()
    {
        await using var host = await Host.StartAsync();

        using var answer = await host.Client.GetAsync(new Uri("/records/oakfield/checkpoint", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.StartsWith("teamscctv.invalid/oakfield\n2\n", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
