using TeamsCctv.Features.Messages;
using TeamsCctv.Features.Recorders;
using TeamsCctv.Storage;

namespace TeamsCctv.Hosting;

/// <summary>
/// Says on the terminal what is where once the server listens. Development only: the recorders' URLs are secrets.
/// </summary>
public sealed class Greeting(
    IHostApplicationLifetime lifetime, IHostEnvironment environment, PublicAddress address, DataDirectory data,
    Registers registers, RecorderUrls urls, LogKey key) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (environment.IsDevelopment())
            lifetime.ApplicationStarted.Register(Say);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Say()
    {
        var register = registers.Cameras;
        Console.WriteLine($"TeamsCctv is at {address.Root} and keeps everything in {data.Path}");
        Console.WriteLine($"  Chat, as anybody of the sample trust: {address.Of("chat")}");
        Console.WriteLine($"  CCTV log: {address.Of("log")}   Recorders: {address.Of("recorders")}");
        foreach (var recorder in register.Recorders)
            Console.WriteLine($"  {recorder.Name} ({recorder.Vendor}) posts to {address.Of(urls.PathOf(recorder).TrimStart('/'))}");
        foreach (var school in register.Schools)
            Console.WriteLine($"  {school.Name}, record log: {address.Of($"records/{school.Id}")} --key {key.VerifierKeyOf(school.Id)}");
    }
}
