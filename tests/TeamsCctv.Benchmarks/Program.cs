using TeamsCctv.Benchmarks;

// A benchmark prints what it measured and, as its last line, its ratio against a baseline measured beside it.
var benchmarks = new Dictionary<string, Func<string[], Task>>(StringComparer.Ordinal)
{
    ["append"] = AppendBenchmark.RunAsync,
    ["fuzz-mail"] = MailFuzzing.RunAsync,
    ["ingest"] = IngestBenchmark.RunAsync,
    ["start"] = StartBenchmark.RunAsync,
    ["turn"] = TurnBenchmark.RunAsync,
    ["verify"] = VerifyBenchmark.RunAsync,
};

if (args.Length == 0 || !benchmarks.TryGetValue(args[0], out var run))
{
    Console.Error.WriteLine("Name a benchmark: " + string.Join(", ", benchmarks.Keys) + ".");
    return 2;
}
await run(args[1..]);
return Environment.ExitCode;
