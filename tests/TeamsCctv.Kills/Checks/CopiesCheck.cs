using System.Text.Json.Nodes;
using TeamsCctv.Kills.Load;

namespace TeamsCctv.Kills.Checks;

/// <summary>
/// Every copy of a card shows what a fresh look at its case shows. A copy that the program does not know of went out
/// just before a kill, so that its twin is of another life; it is older, and a look at it brings the current card.
/// </summary>
public sealed class CopiesCheck(string data, Mailbox mailbox, Chat chat, Verdict verdict)
{
    public async Task RunAsync()
    {
        var known = Store.Query(data, "SELECT school, case_id, topic, who, activity, gone FROM delivery")
            .Select(row => new Copy(row[0], row[1], row[2], row[3], row[4], row[5] != "0")).ToList();
        foreach (var copy in known.Where(copy => copy.Gone || copy.Activity.Length == 0))
            verdict.Find(Fault.CardMissing, $"{copy.School} {copy.Case} {copy.Topic}: {copy.Who} {(copy.Gone ? "was given up" : "was never sent one")}");

        var cards = mailbox.Cards().ToDictionary(message => message.Id);
        await Parallel.ForEachAsync(
            known.Where(copy => copy.Who != "(channel)" && copy.Activity.Length > 0),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (copy, _) => await LookAsync(copy, cards[copy.Activity].Card!));
        foreach (var copy in known.Where(copy => copy.Who == "(channel)" && cards.ContainsKey(copy.Activity)))
        {
            if (Cards.HasButtons(cards[copy.Activity].Card!))
                verdict.Find(Fault.CardStale, $"{copy.School} {copy.Case}: the channel's copy has buttons");
        }

        foreach (var (old, noted) in Twins(known, [.. cards.Values]))
            await PressAsync(old, noted);
    }

    private async Task LookAsync(Copy copy, JsonObject shown)
    {
        var now = await chat.InvokeAsync(copy.Who, copy.Activity, "refresh", new() { ["school"] = copy.School, ["case"] = copy.Case, ["topic"] = copy.Topic });
        verdict.CountCopy();
        if (now is null || Cards.Essence(now) != Cards.Essence(shown))
            verdict.Find(Fault.CardStale, $"{copy.School} {copy.Case} {copy.Topic}: {copy.Who}'s copy shows “{Cards.TitleOf(shown)}” and the case “{(now is null ? "nothing" : Cards.TitleOf(now))}”{(now is null ? "" : Cards.Difference(shown, now))}");
    }

    /// <summary>
    /// A button of a forgotten copy, pressed after the matter was decided on its twin: what it would do twice is then
    /// on the record, where <see cref="RecordsCheck"/> finds it.
    /// </summary>
    private async Task PressAsync(Tests.Support.SentMessage old, Copy noted)
    {
        const string Verb = "decide.approve";
        var now = await chat.InvokeAsync(noted.Who, old.Id, "refresh", new() { ["school"] = noted.School, ["case"] = noted.Case, ["topic"] = noted.Topic });
        if (now is null)
            verdict.Find(Fault.CardStale, $"{noted.School} {noted.Case} {noted.Topic}: a look at {noted.Who}'s other copy brings no card");
        else if (Cards.Has(old.Card!, Verb) && !Cards.Has(now, Verb))
        {
            verdict.OldCopiesPressed++;
            await chat.PressAsync(noted.Who, old, Verb);
        }
    }

    /// <summary>Copies of one thing in one chat are of different lives. Gives each forgotten one with the noted one.</summary>
    private List<(Tests.Support.SentMessage Old, Copy Noted)> Twins(List<Copy> known, IReadOnlyList<Tests.Support.SentMessage> cards)
    {
        var noted = known.ToLookup(copy => copy.Activity);
        var about = cards
            .Select(message => (message, What: noted[message.Id].FirstOrDefault() is { } copy ? $"{copy.School} {copy.Case} {copy.Topic}" : Cards.IdentityOf(message.Card!)))
            .ToList();
        List<(Tests.Support.SentMessage, Copy)> forgotten = [];
        foreach (var alarm in known.Where(copy => copy.Topic == "fault" && copy.Activity.Length > 0))
        {
            // The alarm's own moment tells it, on the noted copy as on its twin.
            var at = about.FindIndex(one => one.message.Id == alarm.Activity);
            about[at] = about[at] with { What = Cards.IdentityOf(about[at].message.Card!) };
        }

        foreach (var group in about.Where(one => one.What is not null).GroupBy(one => (one.message.Conversation, one.What)).Where(group => group.Count() > 1))
        {
            if (group.Select(one => noted[one.message.Id].FirstOrDefault()).OfType<Copy>().FirstOrDefault(copy => copy.Who != "(channel)") is { } twin)
                forgotten.AddRange(group.Where(one => !noted.Contains(one.message.Id)).Select(one => (one.message, twin)));
            var lives = group.Select(one => mailbox.LifeOf(one.message.Id)).ToList();
            verdict.CopiesAcrossAKill += lives.Count - 1;
            if (lives.Distinct().Count() != lives.Count)
                verdict.Find(Fault.CardDoubled, $"{group.Key.What}: {group.Key.Conversation} got it {lives.Count} times, in the lives {string.Join(", ", lives)}");
        }

        return forgotten;
    }

    private sealed record Copy(string School, string Case, string Topic, string Who, string Activity, bool Gone);
}
