using TeamsCctv.Domain.Cases;

namespace TeamsCctv.Features.Matters;

/// <summary>What a case says, as far as a card has room for it: its page has all of it.</summary>
internal static class CaseLines
{
    private const int MostAtEachEnd = 15;

    /// <param name="longest">Characters of a line.</param>
    public static IEnumerable<SheetLine> Cut(IReadOnlyList<SheetLine> lines, int longest)
    {
        var left = lines.Count - (2 * MostAtEachEnd);
        for (var i = 0; i < lines.Count; i++)
        {
            if (left > 0 && i == MostAtEachEnd)
            {
                yield return new("…", $"{left} more on the page");
                i += left;
            }

            yield return lines[i].Text.Length <= longest ? lines[i] : lines[i] with { Text = Cut(lines[i].Text, longest) };
        }
    }

    private static string Cut(string text, int longest) => $"{text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)]}… (the rest is on the page)";
}
