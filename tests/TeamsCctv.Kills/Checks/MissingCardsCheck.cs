using System.Globalization;
using TeamsCctv.Kills.Load;

namespace TeamsCctv.Kills.Checks;

/// <summary>
/// Who must have been told what, from the records and the sample's staff alone: each has at least one card of it in
/// their chat. Nothing here asks the program what it meant to send.
/// </summary>
public sealed class MissingCardsCheck(School school, IReadOnlyList<LogRecord> log, Mailbox mailbox, Verdict verdict)
{
    private readonly HashSet<(string Conversation, string What)> _there =
        [.. mailbox.Cards().SelectMany(message => About(message).Select(what => (message.Conversation, what)))];

    public void Run()
    {
        foreach (var record in log)
        {
            var (leaf, body, head) = (record.Leaf, record.Body, school.Head(record.Leaf.Case ?? ""));
            switch (leaf.Kind)
            {
                case "download.requested":
                    Need(Others(body["by"]!["person"]!.ToString()), $"{head} May this footage be downloaded?");
                    if (school.Id == "oakfield")
                        Has(Rules.Channel, "the channel", $"{head} May this footage be downloaded?");
                    break;
                case "download.authorised" or "download.refused":
                    Need([AskerOf(leaf.Case!)], $"{head} (decided)");
                    break;
                case "deletion.asked":
                    Need(Others(body["by"]!["person"]!.ToString()), $"{head} May this recording be deleted?");
                    break;
                case "deletion.authorised":
                    Need([school.Administrator], $"{head} (decided)");
                    break;
                case "recorder.event":
                    Need([school.SiteManager], $"alarm {DateTimeOffset.Parse(body["at"]!.ToString(), CultureInfo.InvariantCulture).ToUnixTimeMilliseconds()}");
                    break;
            }
        }
    }

    private static IEnumerable<string> About(Tests.Support.SentMessage message)
    {
        var card = message.Card!;
        if (Cards.HeadOf(card) is { } head)
        {
            yield return $"{head} {Cards.TitleOf(card)}";
            if (Cards.TitleOf(card) is not ("May this footage be downloaded?" or "May this recording be deleted?" or "You asked for footage"))
                yield return $"{head} (decided)";
        }
        else if (Cards.IdentityOf(card) is ['a', 'l', 'a', 'r', 'm', ' ', .. var at])
            yield return $"alarm {DateTimeOffset.Parse(at, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds()}";
    }

    private IEnumerable<string> Others(string asker) => school.Deciders.Where(person => person != asker);

    private string AskerOf(string id) => log.First(record => record.Leaf.Case == id && record.Leaf.Kind == "download.requested").Body["by"]!["person"]!.ToString();

    private void Need(IEnumerable<string> people, string what)
    {
        foreach (var person in people)
            Has(Chat.ConversationOf(person), person, what);
    }

    private void Has(string conversation, string whom, string what)
    {
        if (!_there.Contains((conversation, what)))
            verdict.Find(Fault.CardMissing, $"{school.Id}: {whom} has no card “{what}”");
    }
}
