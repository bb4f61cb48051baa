using System.Runtime.CompilerServices;

namespace TeamsCctv.Domain.Mail;

/// <summary>The rules with their phrases looked up by first word, made once for each set of rules.</summary>
internal sealed class ReadyRules
{
    private static readonly ConditionalWeakTable<SortingRules, ReadyRules> Made = [];

    private readonly Dictionary<string, List<(SortingRule Rule, Phrase Phrase)>> _byWord = new(StringComparer.Ordinal);
    private readonly List<(string Prefix, SortingRule Rule, Phrase Phrase)> _byPrefix = [];
    private readonly Dictionary<SortingRule, IReadOnlyList<Phrase>> _unless = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, ILookup<string, Phrase>> _lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string Field, string[] Words)>> _labels = new(StringComparer.Ordinal);

    private ReadyRules(SortingRules rules)
    {
        foreach (var rule in rules.Rules)
        {
            _unless[rule] = [.. rule.Unless.Select(phrase => Phrase.Of(phrase, rules.Words))];
            foreach (var phrase in rule.Phrases.Select(phrase => Phrase.Of(phrase, rules.Words)))
            {
                foreach (var word in phrase.FirstWords.Distinct(StringComparer.Ordinal))
                {
                    if (word[^1] == '*')
                        _byPrefix.Add((word, rule, phrase));
                    else if (_byWord.TryGetValue(word, out var known))
                        known.Add((rule, phrase));
                    else
                        _byWord[word] = [(rule, phrase)];
                }
            }
        }
        foreach (var (name, words) in rules.Words)
            _lists[name] = words.Select(word => Phrase.Of(word, rules.Words)).ToLookup(phrase => phrase.FirstWords.First(), StringComparer.Ordinal);
        foreach (var label in rules.Form.SelectMany(field => field.Value.Select(label => (Field: field.Key, Words: Sentence.Of(label).Tokens.Select(token => token.Word).ToArray()))).OrderByDescending(label => label.Words.Length))
        {
            if (_labels.TryGetValue(label.Words[0], out var known))
                known.Add(label);
            else
                _labels[label.Words[0]] = [label];
        }
        Places = [.. rules.Places.Select(place => place.Split(' ').Select(Sentence.Singular).ToArray()).OrderByDescending(words => words.Length)];
    }

    public static ReadyRules Of(SortingRules rules) => Made.GetValue(rules, static made => new(made));

    /// <summary>Words for places, the longest first.</summary>
    public IReadOnlyList<string[]> Places { get; }

    /// <summary>Whether a sentence has one of a list's words; no list, no word.</summary>
    public bool Has(string list, Sentence sentence)
    {
        if (!_lists.TryGetValue(list, out var phrases))
            return false;
        for (var i = 0; i < sentence.Tokens.Count; i++)
        {
            foreach (var phrase in phrases[sentence.Tokens[i].Word])
            {
                if (phrase.IsAt(sentence.Tokens, i))
                    return true;
            }
        }
        return false;
    }

    /// <summary>Labels of forms that begin with a word, the longest first.</summary>
    public IReadOnlyList<(string Field, string[] Words)> LabelsFrom(string word) => _labels.TryGetValue(word, out var labels) ? labels : [];

    /// <summary>The rules whose phrases are in a sentence.</summary>
    public IEnumerable<SortingRule> Firing(Sentence sentence)
    {
        var fired = new HashSet<SortingRule>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < sentence.Tokens.Count; i++)
        {
            if (_byWord.TryGetValue(sentence.Tokens[i].Word, out var known))
            {
                foreach (var (rule, phrase) in known)
                {
                    if (!fired.Contains(rule) && phrase.IsAt(sentence.Tokens, i))
                        fired.Add(rule);
                }
            }
            foreach (var (prefix, rule, phrase) in _byPrefix)
            {
                if (Phrase.Fits(prefix, sentence.Tokens[i].Word) && !fired.Contains(rule) && phrase.IsAt(sentence.Tokens, i))
                    fired.Add(rule);
            }
        }
        return fired.Where(rule => !_unless[rule].Any(phrase => phrase.IsIn(sentence)));
    }
}
