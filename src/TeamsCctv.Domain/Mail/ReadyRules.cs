using System.Runtime.CompilerServices;

namespace TeamsCctv.Domain.Mail;

/// <summary>The rules with their phrases looked up by first word, made once for each set of rules.</summary>
internal sealed class ReadyRules
{
    private static readonly ConditionalWeakTable<SortingRules, ReadyRules> Made = [];

    private readonly Dictionary<string, List<(SortingRule Rule, Phrase Phrase)>> _byWord = new(StringComparer.Ordinal);
    private readonly List<(string Prefix, SortingRule Rule, Phrase Phrase)> _byPrefix = [];
    private readonly Dictionary<SortingRule, IReadOnlyList<Phrase>> _unless = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, IReadOnlyList<Phrase>> _lists = new(StringComparer.Ordinal);

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
            _lists[name] = [.. words.Select(word => Phrase.Of(word, rules.Words))];
    }

    public static ReadyRules Of(SortingRules rules) => Made.GetValue(rules, static made => new(made));

    /// <summary>Whether a sentence has one of a list's words; no list, no word.</summary>
    public bool Has(string list, Sentence sentence) =>
        _lists.TryGetValue(list, out var phrases) && phrases.Any(phrase => phrase.IsIn(sentence));

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
