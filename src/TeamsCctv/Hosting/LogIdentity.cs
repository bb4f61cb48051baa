using TeamsCctv.Features.SignIn;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Hosting;

/// <summary>
/// Whether the logs that are there can go on under the key and the origin of this start. Under others every stranger's
/// check would fail from the next record on, and for good: the process does not start, and nothing is changed.
/// </summary>
internal static class LogIdentity
{
    public const string KeyFile = "log-key.pem";

    private const string Back = "Put the old file back: under another key every check of the log fails.";

    public static IEnumerable<StartProblem> Problems(DataDirectory data, string origin)
    {
        var logs = OpenedLogs.Read(data.File("cctv.db"));
        return [.. Origins(logs, origin), .. Keys(logs, data.File(KeyFile))];
    }

    private static IEnumerable<StartProblem> Origins(IReadOnlyList<(string School, VerifierKey Key)> logs, string origin) => logs
        .Where(log => log.Key.Name != LogKey.OriginOf(origin, log.School))
        .Select(log => (log.School, Opened: log.Key.Name[..Math.Max(0, log.Key.Name.LastIndexOf('/'))]))
        .DistinctBy(log => log.Opened)
        .Select(log => new StartProblem(
            $"Records:Origin is {origin}, but the log of {log.School} was opened under {log.Opened}. Set Records__Origin back to {log.Opened}: under another name every check of the log fails."));

    private static IEnumerable<StartProblem> Keys(IReadOnlyList<(string School, VerifierKey Key)> logs, string path)
    {
        if (logs.Count == 0)
            yield break;
        using var key = LogKey.TryOpen(path);
        foreach (var (school, opened) in logs.Where(log => key?.Under(log.Key.Name) != $"{log.Key}").DistinctBy(log => log.Key.Id))
        {
            var holds = key is null ? "is missing or holds no key" : $"holds the key {key.Under(opened.Name)}";
            yield return new($"{path} {holds}, but the log of {school} was opened under the key {opened}. {Back}");
        }
    }
}
