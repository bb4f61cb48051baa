using NodaTime;

namespace TeamsCctv.Domain.Mail;

/// <summary>When a mail came in, as far as the mailbox's word for it can be true. A clock starts here: a wrong century would be a wrong due date.</summary>
/// <param name="At">Between 2000 and now.</param>
/// <param name="Note">For whoever reads the case; null where the mailbox's word was taken.</param>
public sealed record ReceivedAt(Instant At, string? Note)
{
    /// <summary>How far ahead of ours another machine's clock may be.</summary>
    private static readonly Duration Ahead = Duration.FromDays(1);

    /// <param name="said">What the folder or the mailbox says.</param>
    public static ReceivedAt Of(Instant said, Instant now) =>
        London.IsPlausible(said) && said <= now + Ahead
            ? new(Instant.Min(said, now), null)
            : new(now, $"The mailbox says that it came in on {London.Say(said)}, which cannot be: it counts as come in on {London.Say(now)}. Find out when it came; its dates are counted from there.");
}
