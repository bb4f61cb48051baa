using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TeamsCctv.Features.Recorders;
using TeamsCctv.Storage;

namespace TeamsCctv.Tests.Recorders;

public sealed class RecorderRestartTests
{
    [Fact]
    public async Task What_was_accepted_before_a_crash_is_on_the_record_once_after_it()
    {
        var data = Directory.CreateTempSubdirectory("cctv-test-").FullName;
        try
        {
            await using (var host = await Posting.StartAsync(HandlesNothing, data))
            {
                for (var channel = 1; channel <= 100; channel++)
                    Assert.Equal(HttpStatusCode.OK, await host.OakfieldAsync(Posting.Alert(channel: (channel % 30) + 1, type: $"type{channel}")));
                await host.RiversideAsync(Posting.Alarm("device_issue", "28704E170002", "e1"));
            }

            for (var start = 0; start < 2; start++)
            {
                await using var host = await Posting.StartAsync(data: data);
                Assert.Equal(
                    Enumerable.Range(1, 100).Select(i => $"type{i}"),
                    (await host.ReportedAsync("oakfield")).Select(one => one.VendorType));
                Assert.Single(await host.ReportedAsync("riverside"));
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task A_message_is_gone_once_its_record_says_what_it_said_and_its_id_stays()
    {
        await using var host = await Posting.StartAsync();
        await host.OakfieldAsync(Posting.Alert());
        await host.ReportedAsync("oakfield");

        var (bodies, ids) = host.Services.GetRequiredService<Database>().Read(session =>
            session.First("SELECT COUNT(body), COUNT(delivery) FROM inbox", row => (row.GetInt64(0), row.GetInt64(1))));

        Assert.Equal((0, 1), (bodies, ids));
    }

    [Fact]
    public async Task A_step_that_the_store_loses_is_done_again()
    {
        await using var host = await Posting.StartAsync();
        var database = host.Services.GetRequiredService<Database>();

        await database.WriteAsync(session => session.Execute(
            "CREATE TEMP TRIGGER broken BEFORE UPDATE ON main.inbox BEGIN SELECT RAISE(ABORT, 'broken'); END"));

        Assert.Equal(HttpStatusCode.OK, await host.OakfieldAsync(Posting.Alert("diskfull")));
        Assert.Equal(HttpStatusCode.OK, await host.OakfieldAsync(Posting.Alert("illaccess")));
        var size = await SizeAsync();
        await Task.Delay(1200);
        Assert.Equal(size, await SizeAsync());

        await database.WriteAsync(session => session.Execute("DROP TRIGGER broken"));
        Assert.Equal(["DiskFailed", "LoginFailed"], (await host.ReportedAsync("oakfield")).Select(one => one.Event));

        Task<long> SizeAsync() => host.Services.GetRequiredService<RecordLog>().ReadAsync("oakfield", log => log.Size);
    }

    /// <summary>A process that is killed after each answer and before the handler's next step.</summary>
    private static void HandlesNothing(WebApplicationBuilder builder)
    {
        foreach (var service in builder.Services.Where(IsHandler).ToList())
            builder.Services.Remove(service);
        builder.Services.AddHostedService<Tables>();
    }

    private static bool IsHandler(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService) && service.ImplementationFactory?.Method.ReturnType == typeof(RecorderHandler);

    private sealed class Tables(Database database) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => database.WriteAsync(session =>
        {
            Inbox.Create(session);
            EpisodeTable.Create(session);
            return true;
        });

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
