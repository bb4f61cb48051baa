namespace TeamsCctv.Domain.Mail;

/// <summary>A word in small letters, apostrophes straightened, and where it stands in its sentence.</summary>
internal readonly record struct Token(string Word, int Start, int End);

/// <summary>A sentence, or a line that stands for itself.</summary>
/// <param name="Text">In one line; at most <see cref="MostText"/> characters.</param>
internal sealed record Sentence(string Text, IReadOnlyList<Token> Tokens)
{
    public const int MostText = 1_200;

    private const int MostQuote = 300;

    public string Quote => Short(Text);

    /// <summary>As much of a text as a quote may hold.</summary>
    public static string Short(string text) => text.Length <= MostQuote ? text : string.Concat(text.AsSpan(0, MostQuote - (char.IsHighSurrogate(text[MostQuote - 2]) ? 2 : 1)), "…");

    /// <summary>The words without the s of many, for names of places.</summary>
    public IReadOnlyList<string> Singulars => field ??= [.. Tokens.Select(token => Singular(token.Word))];

    public static Sentence Of(string text) => new(text, [.. Split(text)]);

    public static string Singular(string word) => word.Length > 3 && word[^1] == 's' && word[^2] != 's' ? word[..^1] : word;

    private static IEnumerable<Token> Split(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var inside = i < text.Length && (char.IsLetterOrDigit(text[i]) || (text[i] is '\'' or '’' && start >= 0));
            if (inside && start < 0)
                start = i;
            else if (!inside && start >= 0)
            {
                yield return new(text[start..i].Replace('’', '\'').TrimEnd('\'').ToLowerInvariant(), start, i);
                start = -1;
            }
        }
    }
}

/// <summary>Text into sentences.</summary>
internal static class Sentences
{
    /// <summary>A line shorter than this was ended by its writer, not by a mail program at column 70 or so.</summary>
    private const int Wrapped = 50;

    private static readonly string[] Abbreviations = ["mr", "mrs", "ms", "miss", "dr", "st", "no", "approx", "ref", "prof", "e.g", "i.e", "a.m", "p.m"];

    public static IReadOnlyList<Sentence> Of(string text)
    {
        var sentences = new List<Sentence>();
        var gathered = new System.Text.StringBuilder();
        foreach (var line in text.Split('\n'))
        {
            var words = line.Trim().TrimStart('-', '*', '•', '·', '>', ' ');
            if (words.Length == 0)
            {
                Flush(gathered, sentences);
                continue;
            }
            gathered.Append(gathered.Length > 0 ? " " : "").Append(words);
            if (words.Length < Wrapped || gathered.Length > Sentence.MostText)
                Flush(gathered, sentences);
        }
        Flush(gathered, sentences);
        return sentences;
    }

    private static void Flush(System.Text.StringBuilder gathered, List<Sentence> sentences)
    {
        var text = gathered.ToString();
        gathered.Clear();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (Ends(text, start, i) || i - start >= Sentence.MostText - 1)
            {
                Add(text[start..(i + 1)], sentences);
                start = i + 1;
            }
        }
        Add(text[start..], sentences);
    }

    private static void Add(string text, List<Sentence> sentences)
    {
        if (text.AsSpan().Trim() is { Length: > 0 } words)
            sentences.Add(Sentence.Of(words.ToString()));
    }

    private static bool Ends(string text, int start, int at)
    {
        if (text[at] is not ('.' or '!' or '?') || (at + 1 < text.Length && text[at + 1] is not (' ' or '\t' or '"' or ')')))
            return false;
        if (text[at] != '.')
            return true;
        var before = text.AsSpan(start, at - start);
        var word = before[(before.LastIndexOf(' ') + 1)..];
        foreach (var abbreviation in Abbreviations)
        {
            if (word.TrimStart('(').Equals(abbreviation, StringComparison.OrdinalIgnoreCase))
                return false;
        }
        return word.Length != 1 || !char.IsUpper(word[0]);
    }
}
