using System.Diagnostics;
using System.Globalization;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Benchmarks;

/// <summary>
/// Records appended by many callers at once, each answered after its fsync: sealed, in the tree, under a signed
/// checkpoint. Baseline: as many bytes as rows of a plain table, through the same group commit.
/// </summary>
internal static class AppendBenchmark
{
    private const int AtOnce = 64;

    public static async Task RunAsync(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20_000;
        var data = Directory.CreateTempSubdirectory("cctv-append-").FullName;
        try
        {
            await using var database = new Database(Path.Combine(data, "cctv.db"));
            using var key = LogKey.OpenOrCreate(Path.Combine(data, "key.pem"), "bench.invalid");
            var log = new RecordLog(database, key, TimeProvider.System);
            var policy = new PolicyRef("AL", new string('a', 64));
            var fact = new ActRefused("ask", new("p", "Vera Example", "approved-viewer", "Safeguarding Lead"), "not-approved", "AL-9.2", new string('x', 300));
            await database.WriteAsync(session => session.Execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)"));

            Task Append(int _) => log.CommitAsync("bench", commit => commit.Append(new(fact, null, Actor.System("bench"), policy)).Number);
            Task Insert(int _) => database.WriteAsync(session => session.Execute("INSERT INTO plain (bytes) VALUES ($1)", new byte[1_200]));
            await RateAsync(1_000, Append);
            await RateAsync(1_000, Insert);
            var baseline = await RateAsync(count, Insert);
            var rate = await RateAsync(count, Append);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rate:N0} records/s by {AtOnce} callers; plain rows {baseline:N0}/s"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"append ratio {rate / baseline:0.000}"));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<double> RateAsync(int count, Func<int, Task> work)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => await work(i));
        return count / watch.Elapsed.TotalSeconds;
    }
}
