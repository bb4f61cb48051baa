using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Features.Recorders;
using TeamsCctv.Hosting;
using TeamsCctv.Storage;

namespace TeamsCctv.Benchmarks;

/// <summary>
/// Posts of Hikvision recorders to their signed URLs, over loopback to the whole process. Each is a new event that goes
/// on the record: another condition or another channel, in each round of another recorder, as words of no known meaning
/// are told only up to a number. Baseline, in turn with it: the same posts to a bare Kestrel endpoint that checks an HMAC
/// of the body and answers once it is fsynced, in groups, to a file that only grows. Both are driven by the same raw client.
/// </summary>
internal static class IngestBenchmark
{
    private const int WarmUps = 8;
    private const int Rounds = 25;
    private const int Connections = 64;

    // Told channel by channel: four new events of a recorder for each of its 9,967 channels.
    private static readonly string[] Conditions = ["videoloss", "tamperdetection", "badvideo", "recordingfailure"];

    public static async Task RunAsync(string[] args)
    {
        var posts = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000;
        var data = Directory.CreateTempSubdirectory("cctv-ingest-").FullName;
        try
        {
            await using var product = await StartProductAsync(Path.Combine(data, "product"));
            await using var bare = await BareIngest.StartAsync(Path.Combine(data, "bare.log"));
            var recorders = product.Services.GetRequiredService<Registers>().Cameras.Recorders;
            var urls = product.Services.GetRequiredService<RecorderUrls>();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{posts:N0} posts a round, {Connections} connections, {Environment.ProcessorCount} cores"));

            // Short rounds in turn, each a pair: whatever else the machine does meets both alike. The first ones warm up.
            List<(double New, double Repeats)> ratios = [];
            for (var round = 0; round < WarmUps + Rounds; round++)
            {
                var path = urls.PathOf(recorders[round]);
                var baseline = await RateAsync(AddressOf(bare.App), posts, number => bare.Request(New(round, number)), 202);
                var fresh = await RateAsync(AddressOf(product), posts, number => Request(path, New(round, number)), 200);
                var behind = Stopwatch.StartNew();
                await product.Services.GetRequiredService<RecorderHandler>().CatchUpAsync(CancellationToken.None);
                behind.Stop();
                var repeats = await RateAsync(AddressOf(product), posts, number => Request(path, Repeat(round, number)), 200);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(round < WarmUps ? "warm-up" : $"round {round - WarmUps + 1}")}: new events {fresh} (on the record {behind.Elapsed.TotalSeconds:N1} s later), repeats {repeats}, bare {baseline}"));
                if (round >= WarmUps)
                    ratios.Add((fresh.PerSecond / baseline.PerSecond, repeats.PerSecond / baseline.PerSecond));
            }

            var recorded = product.Services.GetRequiredService<Database>().Read(session => session.First(
                "SELECT COUNT(*) FROM record WHERE kind = 'recorder.event'", row => row.GetInt64(0)));
            if (recorded < (long)posts * (WarmUps + Rounds))
                throw new InvalidOperationException($"{recorded} events are on the record; every new one should be.");
            await product.StopAsync();

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"repeats of a condition: ratio {Median(ratios.Select(one => one.Repeats)):N2}"));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"ratio: {Median(ratios.Select(one => one.New)):N2} (ingest of new events / bare endpoint, median of {Rounds} rounds)"));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>What the recorder of this round has not said yet.</summary>
    private static string New(int round, int number) =>
        Alert(round, number, Conditions[number % Conditions.Length], number / Conditions.Length);

    /// <summary>What the recorder of this round has said of its first cameras.</summary>
    private static string Repeat(int round, int number) => Alert(round, number, Conditions[0], number % 32);

    /// <summary>A synthetic alert, as long as firmware's are.</summary>
    /// <param name="camera">From 0.</param>
    private static string Alert(int round, int number, string type, int camera) =>
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<EventNotificationAlert version=\"2.0\" xmlns=\"http://www.hikvision.com/ver20/XMLSchema\">\n"
        + "<ipAddress>192.0.2.64</ipAddress>\n<portNo>80</portNo>\n<protocol>HTTP</protocol>\n<macAddress>00:00:5e:00:53:01</macAddress>\n"
        + string.Create(CultureInfo.InvariantCulture, $"<channelID>{33 + camera}</channelID>\n<dateTime>2026-11-24T14:{round:00}:{number / 100 % 60:00}+00:00</dateTime>\n")
        + string.Create(CultureInfo.InvariantCulture, $"<activePostCount>{number}</activePostCount>\n<eventType>{type}</eventType>\n")
        + "<eventState>active</eventState>\n<eventDescription>alarm</eventDescription>\n<channelName>Camera 01</channelName>\n</EventNotificationAlert>\n";

    private static byte[] Request(string path, string body) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/xml; charset=\"UTF-8\"\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    /// <summary>Posts a second; every answer has been read and was the right one.</summary>
    private static async Task<Rate> RateAsync(Uri server, int posts, Func<int, byte[]> request, int status)
    {
        var requests = Enumerable.Range(0, posts).Select(request).ToArray();
        var expected = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} "));
        var next = -1;
        var worked = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, server.Port);
            var answer = new byte[4096];
            for (int number; (number = Interlocked.Increment(ref next)) < posts;)
            {
                await socket.SendAsync(requests[number]);
                await ReadAnswerAsync(socket, answer, expected);
            }
        })));
        return new(
            posts / clock.Elapsed.TotalSeconds,
            (Process.GetCurrentProcess().TotalProcessorTime - worked).TotalMicroseconds / posts);
    }

    /// <param name="Microseconds">Of processor a post, client included.</param>
    private sealed record Rate(double PerSecond, double Microseconds)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PerSecond:N0}/s at {Microseconds:N0} µs");
    }

    /// <summary>Answers of both servers have no body.</summary>
    private static async Task ReadAnswerAsync(Socket socket, byte[] answer, byte[] expected)
    {
        for (var length = 0; ;)
        {
            var count = await socket.ReceiveAsync(answer.AsMemory(length));
            length += count;
            if (count > 0 && !answer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
                continue;
            if (!answer.AsSpan(0, length).StartsWith(expected))
                throw new InvalidOperationException("Answered: " + Encoding.ASCII.GetString(answer, 0, length));
            return;
        }
    }

    private static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>A school with a recorder for each round and nobody to tell: what follows from a record is not what is measured.</summary>
    private static async Task<WebApplication> StartProductAsync(string data)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "TeamsCctv",
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = "Development",
        });
        builder.Configuration.AddInMemoryCollection([new("data", data)]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddTeamsCctv();

        var app = builder.Build();
        await app.Services.GetRequiredService<Registers>().PutAsync(
        [
            RegisterEntry.Of(new School("school", "School", "AL", ["CCTV room"])),
            .. Enumerable.Range(0, WarmUps + Rounds).Select(round => RegisterEntry.Of(
                new Recorder(string.Create(CultureInfo.InvariantCulture, $"nvr-{round}"), "school", "Recorder", RecorderVendor.Hikvision))),
        ]);
        app.MapTeamsCctv();
        await app.StartAsync();
        return app;
    }
}
