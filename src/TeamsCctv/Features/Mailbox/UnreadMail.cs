using TeamsCctv.Domain.Mail;

namespace TeamsCctv.Features.Mailbox;

/// <summary>What stands for a mail on which reading, sorting or filing failed: a person sees that it came, and opens the original.</summary>
internal static class UnreadMail
{
    private const string Says = "It could not be read.";

    public static ReadLetter Of(ArrivedMail arrived, ReceivedAt received, byte[] original) => new(
        arrived,
        received.At,
        new(new(null, null, [], "", "", [], "", "This mail could not be read. Open it as it came in, and say what it is.", null, null, [], [Says]), []),
        new(MailKinds.Unsure, [new(Sorting.NoRule, Says, "")], new(null, null, null, null, null, null, null, null, [], false)),
        original,
        [.. new[] { arrived.Note, received.Note }.OfType<string>()]);
}
