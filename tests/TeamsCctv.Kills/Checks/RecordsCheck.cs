using System.Globalization;
using System.Text.Json.Nodes;

namespace TeamsCctv.Kills.Checks;

/// <summary>Everything acknowledged is on the record exactly once, and nothing is that nobody asked for.</summary>
public sealed class RecordsCheck(string school, IReadOnlyList<LogRecord> log, Ledger ledger, Verdict verdict)
{
    public void Run()
    {
        verdict.Records += log.Count;
        verdict.Refusals += log.Count(record => record.Leaf.Kind == "act.refused");
        Once("log.opened");
        Once("policy.adopted");
        Acts();
        Events();
    }

    private void Once(string kind)
    {
        var count = log.Count(record => record.Leaf.Kind == kind);
        if (count != 1)
            verdict.Find(count == 0 ? Fault.Lost : Fault.Doubled, $"{school}: {kind} is on the record {count} times");
    }

    private void Acts()
    {
        var byCase = log.ToLookup(record => record.Leaf.Case);
        foreach (var act in ledger.Acts.Where(act => act.School == school))
        {
            var found = byCase[act.Case].Where(record => act.Kinds.Contains(record.Leaf.Kind)).ToList();
            if (found.Count == 0)
                verdict.Find(Fault.Lost, $"{school} {act.Case}: {string.Join(" or ", act.Kinds)} was acknowledged and is not on the record");
            else if (found.Count > 1)
                verdict.Find(Fault.Doubled, $"{school} {act.Case}: {string.Join(" or ", act.Kinds)} is on the record {found.Count} times");
            else if (act.Mark is { } mark && !found[0].Body.ToJsonString().Contains($"\"{mark}\"", StringComparison.Ordinal))
                verdict.Find(Fault.Lost, $"{school} {act.Case}: {act.Kinds[0]} does not say “{mark}”");
        }

        // One form is one case, however often it was sent.
        foreach (var twice in log.Where(record => record.Leaf.Kind == "download.requested").GroupBy(record => record.Body["what"]!.ToString()).Where(group => group.Count() > 1))
            verdict.Find(Fault.Doubled, $"{school}: “{twice.Key}” was asked for in {string.Join(", ", twice.Select(record => record.Leaf.Case))}");

        // What mails and exports that nothing explains begin is looked at by itself.
        foreach (var record in log.Where(record => record.Leaf.Kind is not ("log.opened" or "policy.adopted" or "act.refused" or "recorder.event" or "download.requested" or "mail.received")))
        {
            var began = byCase[record.Leaf.Case].FirstOrDefault(first => first.Leaf.Kind == "matter.opened")?.Body["by"]?["position"]?.ToString();
            if (began is "mailbox" or "recorder" && record.Leaf.Kind is "matter.opened" or "matter.clock" or "matter.export")
                continue;
            if (!ledger.Tried.ContainsKey((school, record.Leaf.Case!, record.Leaf.Kind)))
                verdict.Find(Fault.FromNowhere, $"{school} {record.Leaf.Case}: {record.Leaf.Kind} (record {record.Leaf.Sequence})");
        }
    }

    private void Events()
    {
        var recorded = log.Where(record => record.Leaf.Kind == "recorder.event").GroupBy(At).ToDictionary(group => group.Key, group => group.Count());
        foreach (var ((_, at), acknowledged) in ledger.Events.Where(sent => sent.Key.School == school))
        {
            var count = recorded.GetValueOrDefault(at);
            if (count == 0 && acknowledged)
                verdict.Find(Fault.Lost, $"{school}: the recorder's event of {Time(at)} was acknowledged and is not on the record");
            else if (count > 1)
                verdict.Find(Fault.Doubled, $"{school}: the recorder's event of {Time(at)} is on the record {count} times");
            recorded.Remove(at);
        }

        foreach (var (at, _) in recorded)
            verdict.Find(Fault.FromNowhere, $"{school}: a recorder's event of {Time(at)}");
    }

    private static long At(LogRecord record) => At(record.Body);

    private static long At(JsonObject body) =>
        DateTimeOffset.Parse(body["at"]!.ToString(), CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    private static string Time(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("O", CultureInfo.InvariantCulture);
}
