using System.Text.RegularExpressions;

namespace TeamsCctv.Domain.Mail;

/// <summary>What the sender wrote, without what they quote. A forwarded letter is the sender's business and stays.</summary>
internal static partial class OwnWords
{
    /// <param name="Text">Without quotes, signature marks and what follows them.</param>
    /// <param name="ForwardedFrom">The name or address in a forwarded letter's own header; null where nothing is forwarded.</param>
    internal sealed record Own(string Text, string? ForwardedFrom);

    /// <param name="quoted">Whether the text is a quote as a whole, as a mail within a mail is.</param>
    public static Own Of(string text, string subject, bool quoted = false)
    {
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        var forwards = quoted || ForwardSubject().IsMatch(subject) || lines.Any(line => ForwardMark().IsMatch(line));
        var kept = new List<string>();
        string? from = null;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (forwards)
            {
                var name = from is null ? HeaderFrom().Match(line) : Match.Empty;
                if (name.Success && LooksLikeHeader(lines, i))
                    from = name.Groups[1].Value.Trim();
                if (HeaderLine().IsMatch(line) || ForwardMark().IsMatch(line) || OriginalMark().IsMatch(line))
                    continue;
                kept.Add(line.TrimStart('>', ' '));
                continue;
            }
            if (line.TrimEnd() == "--" || OriginalMark().IsMatch(line) || LooksLikeHeader(lines, i) || LooksLikeReply(lines, i))
                break;
            if (!line.TrimStart().StartsWith('>'))
                kept.Add(line);
        }
        // Somebody who answers below the quote, or inside it, has nothing above: then only the quoted lines go.
        var own = string.Join('\n', kept);
        if (!forwards && string.IsNullOrWhiteSpace(own))
            own = string.Join('\n', lines.Where((line, i) => !line.TrimStart().StartsWith('>') && !OriginalMark().IsMatch(line) && !HeaderLine().IsMatch(line) && !LooksLikeReply(lines, i)));
        return new(own, from);
    }

    /// <summary><c>From: … Sent: … Subject: …</c>, as Outlook heads what it quotes.</summary>
    private static bool LooksLikeHeader(string[] lines, int at) =>
        HeaderFrom().IsMatch(lines[at])
        && lines.Skip(at + 1).Take(5).Count(line => HeaderLine().IsMatch(line)) >= 2;

    /// <summary><c>On Tue, 24 Nov 2026 at 09:12, Name wrote:</c>, over one to three lines.</summary>
    private static bool LooksLikeReply(string[] lines, int at)
    {
        if (!lines[at].StartsWith("On ", StringComparison.Ordinal) && !lines[at].StartsWith("Le ", StringComparison.Ordinal))
            return false;
        for (var i = at; i < Math.Min(at + 3, lines.Length); i++)
        {
            if (lines[i].TrimEnd() is var line && (line.EndsWith("wrote:", StringComparison.Ordinal) || line.EndsWith("wrote :", StringComparison.Ordinal) || line.EndsWith("a écrit :", StringComparison.Ordinal)))
                return true;
        }
        return false;
    }

    [GeneratedRegex(@"^\s*(?:fwd?|wg|tr)\s*:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ForwardSubject();

    [GeneratedRegex(@"^[\s>*]*(?:-+ ?forwarded message ?-+|begin forwarded message:)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ForwardMark();

    [GeneratedRegex(@"^[\s>*]*(?:-+ ?original message ?-+|_{20,})\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OriginalMark();

    [GeneratedRegex(@"^[\s>*]*from:\**\s*(.{1,200})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HeaderFrom();

    [GeneratedRegex(@"^[\s>*]*(?:from|sent|date|to|cc|subject|reply-to):", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HeaderLine();
}
