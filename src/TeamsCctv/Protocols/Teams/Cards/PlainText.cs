using System.Text;

namespace TeamsCctv.Protocols.Teams.Cards;

/// <summary>
/// A person's words inside a card. Teams reads texts as Markdown, so somebody could ask with a reason that shows as a
/// link to anywhere on the card that a headteacher trusts.
/// </summary>
public static class PlainText
{
    private const char Break = '\u200B';

    /// <summary>The same words to the eye, in which no Markdown link or image can form and no control character hides.</summary>
    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (IsUnseen(letter))
                continue;
            plain.Append(letter);
            if (letter == ']' && i + 1 < text.Length && text[i + 1] is '(' or '[' or ':')
                plain.Append(Break);
        }

        return plain.ToString();
    }

    /// <summary>Controls other than a new line, and the marks that turn the direction of what follows.</summary>
    private static bool IsUnseen(char letter) =>
        (char.IsControl(letter) && letter != '\n') || letter is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or Break;
}
