using System.Text;

namespace TeamsCctv.Protocols.Teams.Cards;

/// <summary>
/// A person's words inside a card. Teams reads texts as Markdown and expands <c>{{DATE(…)}}</c>, so somebody could ask
/// with a reason that shows as a link, or as another text than the one on the record, on the card that a headteacher
/// trusts.
/// </summary>
public static class PlainText
{
    private const char Break = '\u200B';

    /// <summary>
    /// A text that is drawn as exactly these words: marks are escaped as CommonMark escapes them; where that does not
    /// do, a character without width keeps a mark from meaning anything. Hidden characters are dropped.
    /// </summary>
    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length + 16);
        string seen = new([.. text.Where(letter => !IsUnseen(letter)).Select(letter => letter == '\t' ? ' ' : letter)]);
        var indented = true;
        for (var i = 0; i < seen.Length; i++)
        {
            var (letter, next) = (seen[i], i + 1 < seen.Length ? seen[i + 1] : '\n');
            if (letter is '*' or '_' or '`' or '~' or '|' || (indented && IsBlock(seen, i)))
                plain.Append('\\');
            if (letter == ' ' && (i == 0 || seen[i - 1] == '\n'))
                plain.Append(Break);
            plain.Append(letter);
            if (MeansMore(letter, next) || (letter == ':' && seen.AsSpan(i + 1).StartsWith("//")))
                plain.Append(Break);
            indented = letter == '\n' || (indented && (letter == ' ' || char.IsAsciiDigit(letter)));
        }

        return plain.ToString();
    }

    /// <summary>Whether a mark at the start of a line, or after its number, begins a heading, a quotation, a rule or a list.</summary>
    private static bool IsBlock(string text, int at)
    {
        var afterNumber = at > 0 && char.IsAsciiDigit(text[at - 1]);
        return afterNumber
            ? text[at] is '.' or ')' && (at + 1 == text.Length || char.IsWhiteSpace(text[at + 1]))
            : text[at] is '#' or '>' or '+' or '-' or '=';
    }

    /// <summary>An escape, a link, a tag or mention, an entity, a template.</summary>
    private static bool MeansMore(char letter, char next) => letter switch
    {
        '\\' => true,
        ']' => next is '(' or '[' or ':',
        '<' => char.IsAsciiLetter(next) || next is '/' or '!' or '?',
        '&' => char.IsAsciiLetter(next) || next == '#',
        '{' or '$' => next == '{',
        _ => false,
    };

    /// <summary>Controls other than white space, and the marks that turn the direction of what follows.</summary>
    private static bool IsUnseen(char letter) =>
        (char.IsControl(letter) && letter is not ('\n' or '\t')) || letter is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or Break;
}
