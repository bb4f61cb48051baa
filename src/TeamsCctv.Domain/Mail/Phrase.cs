namespace TeamsCctv.Domain.Mail;

/// <summary>A phrase of <c>sorting.json</c>, ready to be looked for.</summary>
internal sealed class Phrase
{
    /// <summary>The mark for words between.</summary>
    public const string Gap = "…";

    private const int MostBetween = 12;

    private readonly Part[] _parts;

    private Phrase(Part[] parts) => _parts = parts;

    /// <summary>The words it can begin with; a trailing <c>*</c> stands for any ending.</summary>
    public IEnumerable<string> FirstWords => _parts[0].Options.Select(option => option[0]);

    /// <summary>What is wrong with a phrase, or null.</summary>
    public static string? Error(string phrase, IReadOnlyDictionary<string, IReadOnlyList<string>> words)
    {
        var parts = phrase.Split(' ');
        return parts.Length == 0 || parts.Any(part => part.Length == 0) ? "is empty or has two spaces together"
            : parts[0] == Gap || parts[^1] == Gap ? $"begins or ends with {Gap}"
            : parts.Where(IsList).FirstOrDefault(part => !words.ContainsKey(part[1..^1])) is { } unknown ? $"names {unknown}, which is not in $.words"
            : parts.FirstOrDefault(part => part != Gap && !IsList(part) && !IsWord(part)) is { } wrong ? $"has “{wrong}”; words are of small letters, digits and '"
            : null;
    }

    /// <param name="phrase">One without an <see cref="Error"/>.</param>
    public static Phrase Of(string phrase, IReadOnlyDictionary<string, IReadOnlyList<string>> words) =>
        new([.. phrase.Split(' ').Select(part => part == Gap ? new Part([]) : IsList(part) ? new([.. words[part[1..^1]].Select(option => option.Split(' '))]) : new Part([[part]]))]);

    public bool IsAt(IReadOnlyList<Token> tokens, int at) => Matches(0, tokens, at);

    public bool IsIn(Sentence sentence)
    {
        for (var i = 0; i < sentence.Tokens.Count; i++)
        {
            if (IsAt(sentence.Tokens, i))
                return true;
        }
        return false;
    }

    public static bool Fits(string pattern, string word) =>
        pattern[^1] == '*' ? word.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1)) : word == pattern;

    private bool Matches(int part, IReadOnlyList<Token> tokens, int at)
    {
        if (part == _parts.Length)
            return true;
        if (_parts[part].IsGap)
        {
            for (var between = 0; between <= MostBetween && at + between < tokens.Count; between++)
            {
                if (Matches(part + 1, tokens, at + between))
                    return true;
            }
            return false;
        }
        if (at >= tokens.Count)
            return false;
        foreach (var option in _parts[part].From(tokens[at].Word))
        {
            if (Follows(option, tokens, at) && Matches(part + 1, tokens, at + option.Length))
                return true;
        }
        return false;
    }

    private static bool Follows(string[] words, IReadOnlyList<Token> tokens, int at)
    {
        if (at + words.Length > tokens.Count)
            return false;
        for (var i = 0; i < words.Length; i++)
        {
            if (!Fits(words[i], tokens[at + i].Word))
                return false;
        }
        return true;
    }

    private static bool IsList(string part) => part.Length > 2 && part[0] == '{' && part[^1] == '}';

    private static bool IsWord(string part) =>
        part.TrimEnd('*') is { Length: > 0 } word && part.Length - word.Length <= 1
        && word.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '\'');

    /// <summary>What can stand here; nothing at all for words between.</summary>
    private sealed class Part(IReadOnlyList<string[]> options)
    {
        private readonly ILookup<string, string[]>? _byWord = options.Any(option => option[0][^1] == '*') ? null : options.ToLookup(option => option[0], StringComparer.Ordinal);

        public IReadOnlyList<string[]> Options => options;

        public bool IsGap => options.Count == 0;

        /// <summary>The options that can begin with a word.</summary>
        public IEnumerable<string[]> From(string word) => _byWord is null ? options : _byWord[word];
    }
}
