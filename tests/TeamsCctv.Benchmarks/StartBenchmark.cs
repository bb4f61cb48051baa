using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Benchmarks;

/// <summary>
/// From starting the process to its first answer, on 100,000 records, and the memory it holds when idle. Baseline: the
/// same on an empty data directory.
/// </summary>
internal static class StartBenchmark
{
    private const int Rounds = 5;

    public static async Task RunAsync(string[] args)
    {
        var records = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
        var full = Directory.CreateTempSubdirectory("cctv-start-").FullName;
        var empty = Directory.CreateTempSubdirectory("cctv-start-").FullName;
        try
        {
            await FillAsync(full, records);
            await StartAsync(full);
            List<(double Full, double Empty)> seconds = [];
            long idle = 0;
            for (var round = 0; round < Rounds; round++)
            {
                Directory.Delete(empty, recursive: true);
                var (bare, _) = await StartAsync(empty);
                (var filled, idle) = await StartAsync(full);
                seconds.Add((filled.TotalSeconds, bare.TotalSeconds));
            }

            var median = seconds.OrderBy(pair => pair.Full).ElementAt(Rounds / 2);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{median.Full:0.00} s to the first answer with {records:N0} records, {median.Empty:0.00} s with none; {idle / 1048576:N0} MiB when idle"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"start ratio {median.Full / median.Empty:0.000}"));
        }
        finally
        {
            Directory.Delete(full, recursive: true);
            Directory.Delete(empty, recursive: true);
        }
    }

    private static async Task FillAsync(string data, int records)
    {
        await using var database = new Database(Path.Combine(data, "cctv.db"));
        using var key = LogKey.OpenOrCreate(Path.Combine(data, "log-key.pem"), "teamscctv.invalid");
        var log = new RecordLog(database, key, TimeProvider.System);
        var policy = PolicyFiles.Load(Path.Combine(AppContext.BaseDirectory, "Policies"))["AL"];
        var fact = new ActRefused("ask", new("p", "Vera Example", "approved-viewer", "Safeguarding Lead"), "not-approved", "AL-9.2", "Only approved staff.");
        await Parallel.ForAsync(0, records, new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (_, _) =>
            await log.CommitAsync("oakfield", commit => commit.Append(new(fact, null, Actor.System("bench"), Commit.Under(policy))).Number));
    }

    private static async Task<(TimeSpan Took, long Idle)> StartAsync(string data)
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)socket.LocalEndpoint).Port}";
        socket.Stop();
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "TeamsCctv.dll"), "--data", data, "--urls", address },
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development" },
            RedirectStandardOutput = true,
        };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        using var client = new HttpClient { BaseAddress = new(address) };
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/records/oakfield/checkpoint", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                    break;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(5);
            }
        }

        var took = watch.Elapsed;
        await Task.Delay(TimeSpan.FromSeconds(15));
        process.Refresh();
        var idle = process.WorkingSet64;
        process.Kill();
        await process.WaitForExitAsync();
        return (took, idle);
    }
}
