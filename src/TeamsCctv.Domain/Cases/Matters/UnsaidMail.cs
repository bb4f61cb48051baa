using NodaTime;
using TeamsCctv.Domain.Clocks;
using TeamsCctv.Domain.Mail;
using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Domain.Cases.Matters;

/// <summary>
/// The clocks of a mail that nobody has said anything of yet: by when somebody says what it is, and, where it reads like a breach
/// without being taken for one, a breach's own hours. Both are counted from its receipt and end once it is said.
/// </summary>
internal static class UnsaidMail
{
    /// <summary>The id of the clock by which somebody says what a mail is.</summary>
    public const string Say = "say";

    public static IEnumerable<MatterClock> Clocks(Matter matter, MatterKind kind, Policy policy)
    {
        if (matter is not { State: MatterState.Unsorted, Mails: [{ Fact: var mail }, ..] } || policy.Mailbox is not { } mailbox || !London.IsPlausible(mail.Received))
            return [];
        List<ClockRule> rules = [];
        if (mailbox.Say is { } say)
            rules.Add(new(Say, say.Title, ClockKind.Hours, say.Clause, "", [], Hours: say.Hours, Remind: say.Remind, Then: say.Then));
        if (mail.Fired?.Contains(MailKinds.Breach) == true && mailbox.KindOf(MailKinds.Breach) is { } breach && breach != kind.Id)
            rules.AddRange((policy.Matter(breach)?.Clocks ?? []).Where(rule => rule.Kind == ClockKind.Hours).Select(rule => rule with { Title = $"If it is a breach: {rule.Title}" }));
        return rules.Select(rule => new MatterClock(rule, Due(rule, mail.Received), null) { Runs = true });
    }

    private static Due Due(ClockRule rule, Instant received) => HoursClock.Of(received, rule.Hours!.Value, $"{rule.Title} within {rule.Hours} hours", rule.Clause);
}
