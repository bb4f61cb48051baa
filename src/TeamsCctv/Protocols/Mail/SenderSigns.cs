using MimeKit;

namespace TeamsCctv.Protocols.Mail;

/// <summary>What the headers say about whether the sender's address is theirs.</summary>
internal static class SenderSigns
{
    /// <summary>
    /// Whether the receiving server refuted the address. Only a failure counts: a sender can write <c>dmarc=pass</c>
    /// into their own mail, and would hardly write that it failed.
    /// </summary>
    public static bool Refuted(MimeMessage mail, string address)
    {
        if (mail.From.Mailboxes.Take(2).Count() > 1 || mail.Headers.Count(header => header.Id == HeaderId.From) > 1)
            return true;
        // Some programs show a name that looks like an address, and hide the address.
        if (mail.From.Mailboxes.FirstOrDefault()?.Name is { } name && name.Contains('@', StringComparison.Ordinal)
            && MailboxAddress.TryParse(name.Trim(' ', '"', '\''), out var shown) && MimeLetter.Address(shown.Address) != address)
            return true;
        var results = string.Join(' ', mail.Headers.Where(header => header.Id is HeaderId.AuthenticationResults || header.Field.Equals("Received-SPF", StringComparison.OrdinalIgnoreCase)).Take(20)
            .Select(header => header.Id is HeaderId.AuthenticationResults ? header.Value : $"spf={header.Value.TrimStart()}")).ToLowerInvariant();
        bool Says(params string[] words) => words.Any(word => results.Contains(word, StringComparison.Ordinal));
        return Says("dmarc=fail", "dmarc = fail", "compauth=fail")
            || (Says("spf=fail", "spf=softfail") && !Says("dkim=pass", "dmarc=pass"));
    }

    /// <summary>
    /// Whether the receiving server proved the address. Its line stands above whatever came with the mail, so the first one alone
    /// counts; a server that writes none leaves the sender's own, which is why this is a word to people and never a permission.
    /// </summary>
    public static bool Proved(MimeMessage mail, string address)
    {
        var says = (mail.Headers.FirstOrDefault(header => header.Id is HeaderId.AuthenticationResults)?.Value ?? "").ToLowerInvariant()
            .Split([' ', ';', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return says.Contains("dmarc=pass") && says.Contains($"header.from={DomainOf(address)}");
    }

    /// <summary>The address that answers go to, where it is another.</summary>
    public static string? AnswersGoTo(MimeMessage mail, string address) =>
        MimeLetter.Address(mail.ReplyTo.Mailboxes.FirstOrDefault()?.Address) is { Length: > 0 } reply && reply != address ? reply : null;

    public static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];
}
