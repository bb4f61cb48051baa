namespace TeamsCctv.Kills.Checks;

/// <summary>Each mail that was dropped in is on the record once, in a case of its own with its date, and in the folder no more.</summary>
public sealed class MailCheck(string data, string school, IReadOnlyList<LogRecord> log, Ledger ledger, Verdict verdict)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Waits until the program has taken what lies there.</summary>
    public static async Task RestAsync(string data)
    {
        for (var waited = TimeSpan.Zero; Left(data).Any(); waited += TimeSpan.FromMilliseconds(200))
        {
            if (waited > Patience)
                throw new TimeoutException($"The program left mail in its folder: {string.Join(", ", Left(data).Take(5))}");
            await Task.Delay(200);
        }
    }

    public void Run()
    {
        var received = log.Where(record => record.Leaf.Kind == "mail.received").ToLookup(record => record.Body["messageId"]?.ToString());
        var byCase = log.ToLookup(record => record.Leaf.Case);
        foreach (var (_, id) in ledger.Mails.Keys.Where(mail => mail.School == school))
        {
            var found = received[id].ToList();
            if (found.Count != 1)
            {
                verdict.Find(found.Count == 0 ? Fault.Lost : Fault.Doubled, $"{school}: the mail {id} is on the record {found.Count} times");
                continue;
            }

            verdict.Mails++;
            var opened = byCase[found[0].Leaf.Case].Count(record => record.Leaf.Kind == "matter.opened");
            if (opened != 1)
                verdict.Find(opened == 0 ? Fault.Lost : Fault.Doubled, $"{school}: the mail {id} opened {opened} cases");
            if (!byCase[found[0].Leaf.Case].Any(record => record.Leaf.Kind == "matter.clock"))
                verdict.Find(Fault.Lost, $"{school} {found[0].Leaf.Case}: no date was set for the mail {id}");
        }

        foreach (var group in received.Where(group => group.Key is null || !ledger.Mails.ContainsKey((school, group.Key))))
            verdict.Find(Fault.FromNowhere, $"{school}: the mail {group.Key}");
        if (Directory.Exists(Path.Combine(data, "mailbox", school)))
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(data, "mailbox", school), "*.eml"))
                verdict.Find(Fault.Lost, $"{school}: {Path.GetFileName(file)} was never taken");
        }
    }

    private static IEnumerable<string> Left(string data) =>
        Directory.Exists(Path.Combine(data, "mailbox")) ? Directory.EnumerateFiles(Path.Combine(data, "mailbox"), "*.eml", SearchOption.AllDirectories) : [];
}
