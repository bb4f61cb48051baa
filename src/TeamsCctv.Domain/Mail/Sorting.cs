using NodaTime;
using TeamsCctv.Domain.Cameras;

namespace TeamsCctv.Domain.Mail;

/// <summary>Says what a letter is. It never throws and never says nothing: what it is not sure of, a person decides.</summary>
public static class Sorting
{
    /// <summary>The reason given where no rule fired.</summary>
    public const string NoRule = "no-rule";

    /// <summary>The reason given where a rule fired in a mail to many, or from a program.</summary>
    public const string ToMany = "to-many";

    /// <summary>The reason given where a rule fired in what a machine wrote or sent back.</summary>
    public const string ByMachine = "by-machine";

    /// <summary>The strength from which a rule speaks for its kind.</summary>
    private const int Asks = 2;

    /// <summary>Characters of a letter in which rules are looked for. A longer one is looked at from both ends; where nothing fires there, it is unsure.</summary>
    private const int MostText = 20_000;

    private const int MostEnclosure = 12_000;
    private const int MostDetails = 2_000;

    /// <param name="receivedOn">The day in London on which the mail came in; <c>yesterday</c> is counted from it where the mail has no likely date.</param>
    public static Sorted Of(Letter letter, SortingRules rules, IReadOnlyList<Camera> cameras, LocalDate receivedOn)
    {
        var own = OwnWords.Of(letter.Text, letter.Subject);
        var ready = ReadyRules.Of(rules);
        List<Sentence> Spoken(string text, int most) =>
        [
            .. Sentences.Of(text.Length <= most ? text : $"{text[..(most * 3 / 4)]}\n\n{text[^(most / 4)..]}")
                .DistinctBy(sentence => sentence.Text).Where(sentence => !ready.Has("disclaimer", sentence)),
        ];

        var subject = Spoken(letter.Subject, Sentence.MostText);
        var sentences = Spoken(own.Text, MostText);
        var fired = Fired(letter, ready, rules, [.. sentences, .. subject]);
        var form = FormReader.Read(own.Text, rules);
        // What is attached speaks where the letter itself says nothing clear: a policy that a complaint comes with asks nothing.
        foreach (var enclosure in letter.Enclosures.Where(enclosure => enclosure.Text is not null).Take(10))
        {
            var (text, from) = enclosure.Type == "message/rfc822" ? OwnWords.Of(enclosure.Text!, "", quoted: true) : new(enclosure.Text!, null);
            var attached = FormReader.Read(text, rules);
            if (form.Count == 0)
                form = attached;
            if (attached.Count > 0 || !fired.Any(one => one.Rule is { Strength: >= Asks, Domains.Count: 0 }))
            {
                var more = Spoken(text, MostEnclosure);
                fired = [.. fired, .. Fired(null, ready, rules, more).Where(one => fired.All(other => other.Rule.Id != one.Rule.Id))];
                sentences = [.. sentences, .. more];
                own = new($"{own.Text}\n\n{(attached.Count > 0 ? "" : text)}", own.ForwardedFrom ?? from);
            }
        }

        var (kind, because) = Decide(fired, rules);
        if (letter.Automatic is { } machine && fired.Any(one => one.Rule.Strength >= Asks))
        {
            (kind, because) = (MailKinds.Unsure, [.. because, machine == AutomaticMail.List
                ? new(ToMany, "It was sent to many, or by a program, and still reads like something to answer.", letter.Subject)
                : new(ByMachine, "A machine wrote it or sent it back, and still it reads like something to answer.", letter.Subject)]);
        }

        if (because.Count == 0)
            because = [new(NoRule, "No rule fits what it says.", (sentences.Count > 0 ? sentences : subject) is [var first, ..] ? first.Quote : "")];
        return new(kind, because, Find(letter, own, form, sentences, subject, fired, kind, rules, cameras, receivedOn))
        {
            Asks = [.. fired.Where(one => one.Rule is { Strength: >= Asks, Kind: not null }).Select(one => new AskedKind(one.Rule.Kind!, one.Quote))],
            Notes = !letter.IsSenderProved && fired.Any(one => one.Rule.Domains.Count > 0) ? [LetterNotes.SenderNotKnown] : [],
        };
    }

    /// <summary>
    /// False for what a machine wrote (an answer by itself, a bounce, a loop, a mail to many) and in which no rule of a kind fired.
    /// One in which a rule fired is unsure: a parent may write through a school's mailing service, or into an answer that goes out by
    /// itself. No machine says alone that a mail is nothing.
    /// </summary>
    public static bool OpensCase(Letter letter, Sorted sorted) =>
        letter.Automatic is null || sorted.Because.Any(reason => reason.Rule is ToMany or ByMachine);

    private static List<(SortingRule Rule, string Quote)> Fired(Letter? letter, ReadyRules ready, SortingRules rules, IReadOnlyList<Sentence> sentences)
    {
        var proved = letter is not null && !letter.Notes.Contains(LetterNotes.SenderNotProved);
        var domain = letter is null ? "" : letter.FromAddress[(letter.FromAddress.LastIndexOf('@') + 1)..];
        bool Of(IReadOnlyList<string> domains) => proved && domains.Any(own => domain == own || domain.EndsWith("." + own, StringComparison.Ordinal));
        bool Allows(SortingRule rule) => (rule.Domains.Count == 0 || Of(rule.Domains)) && (rule.NotDomains.Count == 0 || (letter is not null && !Of(rule.NotDomains)));

        var fired = new Dictionary<string, (SortingRule Rule, string Quote)>(StringComparer.Ordinal);
        foreach (var sentence in sentences)
        {
            foreach (var rule in ready.Firing(sentence))
            {
                if (Allows(rule))
                    fired.TryAdd(rule.Id, (rule, sentence.Quote));
            }
        }
        foreach (var rule in rules.Rules.Where(rule => rule.Phrases.Count == 0 && Allows(rule)))
            fired.TryAdd(rule.Id, (rule, letter?.FromAddress ?? ""));
        return [.. fired.Values.OrderByDescending(one => one.Rule.Strength)];
    }

    private static (string Kind, IReadOnlyList<SortReason> Because) Decide(List<(SortingRule Rule, string Quote)> fired, SortingRules rules)
    {
        List<SortReason> because = [.. fired.Select(one => new SortReason(one.Rule.Id, one.Rule.Says, one.Quote, one.Rule.Kind))];
        var speaking = fired.Where(one => one.Rule.Strength >= Asks).ToList();
        if (speaking.Count == 0)
            return (MailKinds.Unsure, because);

        var kinds = speaking.Select(one => one.Rule.Kind).Distinct().ToList();
        var best = speaking.Where(one => one.Rule.Strength == speaking[0].Rule.Strength).Select(one => one.Rule.Kind).Distinct().ToList();
        // A rule without a kind makes unsure whatever it is not weaker than.
        if (best.Contains(null))
            return (MailKinds.Unsure, because);
        var sure = kinds.OfType<string>().ToList();
        if (sure.Count > 1 && rules.Settlements.FirstOrDefault(one => Settles(one, sure, fired)) is { } settlement)
            return (settlement.Kind, [new(settlement.Id, settlement.Says, ""), .. because]);
        return (best.Count == 1 ? best[0]! : MailKinds.Unsure, because);
    }

    private static bool Settles(Settlement settlement, List<string> kinds, List<(SortingRule Rule, string Quote)> fired) =>
        settlement.Kinds.Count == kinds.Count && settlement.Kinds.All(kinds.Contains)
        && (settlement.Rules.Count == 0 || fired.Any(one => settlement.Rules.Contains(one.Rule.Id)));

    private static Found Find(
        Letter letter, OwnWords.Own own, IReadOnlyDictionary<string, string> form, List<Sentence> sentences, List<Sentence> subject, List<(SortingRule Rule, string Quote)> fired,
        string kind, SortingRules rules, IReadOnlyList<Camera> cameras, LocalDate receivedOn)
    {
        var sent = letter.Sent is { } instant && London.IsPlausible(instant) ? London.DayOf(instant) : receivedOn;
        var written = sent <= receivedOn && sent >= receivedOn.PlusDays(-60) ? sent : receivedOn;
        var people = PeopleFinder.In(
            letter, own, form, kind == MailKinds.Solicitor || fired.Any(one => one.Rule.Kind == MailKinds.Solicitor), kind == MailKinds.Police);
        var details = string.Join('\n', new[] { form.GetValueOrDefault("details"), form.GetValueOrDefault("more") }.Where(part => !string.IsNullOrWhiteSpace(part)));
        if (details.Length == 0)
            details = string.Join(' ', fired.Where(one => one.Rule.Strength >= Asks && one.Rule.Phrases.Count > 0).Select(one => one.Quote).Distinct());
        return new(
            people.Applicant, people.Subject, people.School, people.Relationship, people.Address, people.Phone, people.Email,
            details.Length == 0 ? null : details.Length > MostDetails ? details[..MostDetails] : details,
            FootageFinder.In(sentences, subject, rules, cameras, written), people.OnBehalf);
    }
}
