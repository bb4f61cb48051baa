using NodaTime;

namespace TeamsCctv.Features.Mailbox.Graph;

/// <summary>
/// A school's mailbox at Graph. What is asked is counted up and what was done is set to the count that was seen before: an
/// ask that comes in between stays asked.
/// </summary>
/// <param name="Connected">When the mailbox was first seen in the register.</param>
/// <param name="Secret">The <c>clientState</c>. Written before it is sent anywhere: whatever may have been made with it is known again.</param>
/// <param name="Subscription">Null while there is none, or none that we know of.</param>
/// <param name="RenewAt">Half of its life before it ends.</param>
/// <param name="Link">The whole link to go on from; null to begin anew.</param>
/// <param name="Round">When the round that is under way began; null between rounds.</param>
/// <param name="Synced">When the last whole round began: all mail received before is in the inbox.</param>
internal sealed record MailboxRow(
    string School, string Mailbox, Instant Connected,
    string? Secret, string? Subscription, Instant? Made, Instant? Expires, Instant? RenewAt, long RenewAsked, long Renewed,
    string? Link, Instant? Round, Instant? Synced, Instant LookAt, long LookAsked, long Looked)
{
    public bool IsToBeRenewed(Instant now) => RenewAsked > Renewed || now >= RenewAt;

    public bool IsToBeLookedThrough(Instant now) => LookAsked > Looked || Round is not null || now >= LookAt;
}
