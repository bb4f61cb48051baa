namespace TeamsCctv.Domain.Mail;

/// <summary>What is wrong with a set of sorting rules.</summary>
public static class SortingCheck
{
    /// <summary>The lists that the code itself looks into.</summary>
    private static readonly string[] Lists = ["footage", "disclaimer"];

    /// <summary>The fields of a request form that <see cref="Found"/> has.</summary>
    private static readonly string[] Fields = ["applicant", "subject", "school", "relationship", "address", "phone", "email", "details", "more", "nothing"];

    /// <summary>The first error with its path, for example <c>$.rules[3].phrases[0]: …</c>; null where there is none.</summary>
    public static string? FirstError(SortingRules rules) =>
        WordErrors(rules).Concat(RuleErrors(rules)).Concat(SettlementErrors(rules)).Concat(FormErrors(rules)).FirstOrDefault();

    private static IEnumerable<string> WordErrors(SortingRules rules)
    {
        foreach (var list in Lists.Where(list => !rules.Words.ContainsKey(list)))
            yield return $"$.words.{list}: missing.";
        foreach (var (name, words) in rules.Words)
        {
            if (words.Count == 0)
                yield return $"$.words.{name}: empty.";
            for (var i = 0; i < words.Count; i++)
            {
                if (words[i].AsSpan().IndexOfAny('{', '…') >= 0)
                    yield return $"$.words.{name}[{i}]: a list holds plain words; {{…}} and … belong in phrases.";
                else if (words[i].Split(' ')[0].EndsWith('*'))
                    yield return $"$.words.{name}[{i}]: * is for phrases, or for a word that is not the first.";
                else if (Phrase.Error(words[i], rules.Words) is { } error)
                    yield return $"$.words.{name}[{i}]: {error}.";
            }
        }
        for (var i = 0; i < rules.Places.Count; i++)
        {
            if (Phrase.Error(rules.Places[i], rules.Words) is { } error)
                yield return $"$.places[{i}]: {error}.";
        }
    }

    private static IEnumerable<string> RuleErrors(SortingRules rules)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < rules.Rules.Count; i++)
        {
            var (rule, at) = (rules.Rules[i], $"$.rules[{i}]");
            if (!IsId(rule.Id) || !ids.Add(rule.Id))
                yield return $"{at}.id: “{rule.Id}” is another rule's, or not of small letters, digits and hyphens.";
            if (rule.Kind is not null && !MailKinds.Sure.Contains(rule.Kind))
                yield return $"{at}.kind: “{rule.Kind}”; it is one of {string.Join(", ", MailKinds.Sure)}, or null.";
            if (string.IsNullOrWhiteSpace(rule.Says))
                yield return $"{at}.says: empty.";
            if (rule.Strength is < 1 or > 3)
                yield return $"{at}.strength: {rule.Strength}; it is 1, 2 or 3.";
            if (rule.Phrases.Count == 0 && rule.Domains.Count == 0)
                yield return $"{at}: neither phrases nor domains: it would fire at every letter.";
            foreach (var (list, phrases) in new[] { ("phrases", rule.Phrases), ("unless", rule.Unless) })
            {
                for (var j = 0; j < phrases.Count; j++)
                {
                    if (Phrase.Error(phrases[j], rules.Words) is { } error)
                        yield return $"{at}.{list}[{j}]: {error}.";
                }
            }
            foreach (var (list, domains) in new[] { ("domains", rule.Domains), ("notDomains", rule.NotDomains) })
            {
                for (var j = 0; j < domains.Count; j++)
                {
                    if (!domains[j].Contains('.', StringComparison.Ordinal) || !domains[j].All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '-'))
                        yield return $"{at}.{list}[{j}]: “{domains[j]}” is not a domain in small letters.";
                }
            }
        }
    }

    private static IEnumerable<string> SettlementErrors(SortingRules rules)
    {
        for (var i = 0; i < rules.Settlements.Count; i++)
        {
            var (settlement, at) = (rules.Settlements[i], $"$.settlements[{i}]");
            if (!IsId(settlement.Id))
                yield return $"{at}.id: “{settlement.Id}” is not of small letters, digits and hyphens.";
            if (string.IsNullOrWhiteSpace(settlement.Says))
                yield return $"{at}.says: empty.";
            if (settlement.Kinds.Count < 2 || settlement.Kinds.Any(kind => !MailKinds.Sure.Contains(kind)))
                yield return $"{at}.kinds: two or more of {string.Join(", ", MailKinds.Sure)}.";
            if (settlement.Kind != MailKinds.Unsure && !settlement.Kinds.Contains(settlement.Kind))
                yield return $"{at}.kind: “{settlement.Kind}” is none of its kinds, nor {MailKinds.Unsure}.";
            if (settlement.Rules.FirstOrDefault(id => rules.Rules.All(rule => rule.Id != id)) is { } unknown)
                yield return $"{at}.rules: no rule is called “{unknown}”.";
        }
    }

    private static IEnumerable<string> FormErrors(SortingRules rules)
    {
        foreach (var (field, labels) in rules.Form)
        {
            if (!Fields.Contains(field))
                yield return $"$.form.{field}: not a field; the fields are {string.Join(", ", Fields)}.";
            for (var i = 0; i < labels.Count; i++)
            {
                if (Sentence.Of(labels[i]).Tokens.Count == 0)
                    yield return $"$.form.{field}[{i}]: empty.";
            }
        }
    }

    private static bool IsId(string id) =>
        id.Length > 0 && id.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
}
