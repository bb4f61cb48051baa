using System.Net;
using System.Text;
using TeamsCctv.Domain.Mail;

namespace TeamsCctv.Protocols.Mail;

/// <summary>
/// HTML as the text that a reader sees, in one pass over it. Cells are apart by a tab, rows and blocks by a line; quoted
/// letters are marked as in plain text.
/// </summary>
internal static class HtmlText
{
    /// <summary>Characters of HTML that are looked at.</summary>
    public const int MostInput = 4 * 1024 * 1024;

    private static readonly string[] Silent = ["script", "style", "head", "title", "template", "noscript", "svg", "xml"];
    private static readonly string[] Blocks = ["p", "div", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "section", "article", "header", "footer", "pre", "address", "form", "fieldset", "dl", "dt", "dd", "br", "li", "body"];

    public static string Of(string html)
    {
        var text = new StringBuilder();
        var quotes = new Stack<bool>();
        var endless = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        var end = Math.Min(html.Length, MostInput);
        while (at < end && text.Length < LetterNotes.MostText)
        {
            var open = html.IndexOf('<', at, end - at);
            var stop = open < 0 ? end : open;
            if (stop > at)
                Words(html.AsSpan(at, stop - at), text, quotes);
            if (open < 0)
                break;
            at = Tag(html, open, end, text, quotes, endless);
        }
        return RawText.Tidy(Closed(text.ToString()));
    }

    /// <param name="endless">What was opened and is never closed. It is looked for once, or a page of openings would take for ever.</param>
    /// <returns>Where to read on.</returns>
    private static int Tag(string html, int open, int end, StringBuilder text, Stack<bool> quotes, HashSet<string> endless)
    {
        if (At(html, open, "<!--"))
            return Closing(html, "-->", open + 4, end, endless) is { } over ? over + 3 : Math.Min(end, open + 4);
        var close = html.IndexOf('>', open, end - open);
        if (close < 0)
            return end;
        var tag = html.AsSpan(open + 1, close - open - 1);
        var closing = tag.Length > 0 && tag[0] == '/';
        if (closing)
            tag = tag[1..];
        var length = 0;
        while (length < tag.Length && char.IsAsciiLetterOrDigit(tag[length]))
            length++;
        if (length == 0 && (tag.Length == 0 || tag[0] is not ('!' or '?')))
        {
            // No tag at all: “under < 12”.
            Words("<", text, quotes);
            return open + 1;
        }
        var name = tag[..length].ToString().ToLowerInvariant();
        if (!closing && Silent.Contains(name) && tag[^1] != '/')
            return Closing(html, "</" + name, close, end, endless) ?? close + 1;

        if (name == "blockquote" || name == "div")
        {
            if (closing)
                quotes.TryPop(out _);
            else if (quotes.Count < 200)
                quotes.Push(name == "blockquote" && (tag.Contains("cite", StringComparison.OrdinalIgnoreCase) || tag.Contains("gmail_quote", StringComparison.OrdinalIgnoreCase)));
        }
        if (name is "td" or "th" && closing)
            text.Append('\t');
        else if (Blocks.Contains(name) && (name is "br" or "hr" or "li" || text.Length > 0))
            Line(text, always: name == "br" || (name == "p" && closing));
        return close + 1;
    }

    private static int? Closing(string html, string mark, int from, int end, HashSet<string> endless)
    {
        if (from >= end || endless.Contains(mark))
            return null;
        if (html.IndexOf(mark, from, end - from, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
            return at;
        endless.Add(mark);
        return null;
    }

    private static void Line(StringBuilder text, bool always)
    {
        if (always || (text.Length > 0 && text[^1] != '\n'))
            text.Append('\n');
    }

    private static void Words(ReadOnlySpan<char> raw, StringBuilder text, Stack<bool> quotes)
    {
        var words = WebUtility.HtmlDecode(raw.Length > LetterNotes.MostText ? raw[..LetterNotes.MostText].ToString() : raw.ToString());
        foreach (var letter in words)
        {
            var space = char.IsWhiteSpace(letter);
            if (space && (text.Length == 0 || char.IsWhiteSpace(text[^1])))
                continue;
            if (!space && (text.Length == 0 || text[^1] == '\n') && quotes.Contains(true))
                text.Append("> ");
            text.Append(space ? ' ' : letter);
        }
    }

    /// <summary>Without spaces at line ends, and at most one empty line together.</summary>
    private static string Closed(string text)
    {
        var lines = new StringBuilder(text.Length);
        var empty = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var words = line.TrimEnd();
            empty = words.Length == 0 ? empty + 1 : 0;
            if (empty <= 1)
                lines.Append(words).Append('\n');
        }
        return lines.ToString().Trim();
    }

    private static bool At(string html, int at, string start) => string.CompareOrdinal(html, at, start, 0, start.Length) == 0;
}
