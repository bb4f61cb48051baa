using System.Globalization;
using System.Text;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Mail;
using TeamsCctv.Protocols.Mail;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox;

/// <summary>What strangers write, made fit to be read by those who decide.</summary>
internal static class MailText
{
    /// <summary>On one line: in a log or on a card a second one could pass for an entry of its own.</summary>
    public static string Line(string? text, int longest) => Cut(string.Join(' ', Seen(text, keepLines: false).Split(' ', StringSplitOptions.RemoveEmptyEntries)), longest);

    public static string Paragraphs(string? text, int longest) => Cut(Seen(text, keepLines: true).Trim(), longest);

    /// <summary>The whole text of a mail, of which its record has the beginning; the rest is in the original, where that is still there.</summary>
    public static string WholeOf(LogReader log, string caseId, MailReceived mail) =>
        mail.Text.Length < MailFiling.LongestText || DocumentTable.Find(log, caseId, mail.Original) is not { } original
            ? mail.Text
            : Paragraphs(MailReader.Read(original.Bytes).Letter.Text, LetterNotes.MostText);

    private static string Seen(string? text, bool keepLines)
    {
        StringBuilder seen = new();
        foreach (var rune in (text ?? "").ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value == '\n' && keepLines)
                seen.Append('\n');
            else if (rune.Value is '\n' or '\t' || Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator)
                seen.Append(' ');
            else if (rune != Rune.ReplacementChar && !IsHidden(rune))
                seen.Append(rune);
        }

        return seen.ToString();
    }

    /// <summary>Controls and format characters that turn, hide or imitate what is read.</summary>
    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
            return text;
        var end = longest - 1;
        return $"{text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)]}…";
    }
}
