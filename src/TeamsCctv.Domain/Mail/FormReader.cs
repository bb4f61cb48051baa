namespace TeamsCctv.Domain.Mail;

/// <summary>
/// A request form that was filled in, whether typed into the mail, in Word or as PDF: a label, and its value beside it, after
/// a tab or colon, or on the lines below it.
/// </summary>
internal static class FormReader
{
    private const int MostValue = 2_000;
    private const int MostText = 20_000;

    /// <summary>Fields of <c>$.form</c> with their values; empty unless at least two labels are there, one of them filled in.</summary>
    public static IReadOnlyDictionary<string, string> Read(string text, SortingRules rules)
    {
        var ready = ReadyRules.Of(rules);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? open = null;
        foreach (var line in (text.Length > MostText ? text[..MostText] : text).Split('\n').Take(1_000).Select(line => line.TrimEnd('\r')))
        {
            if (Label(line, ready) is var (field, left))
            {
                open = field;
                seen.Add(field);
                if (Value(left) is { Length: > 0 } value)
                    Add(values, field, value);
            }
            else if (open is not null)
            {
                if (line.Trim() is { Length: > 0 } more)
                    Add(values, open, Value(more));
                else if (values.ContainsKey(open) && open is not "details" and not "address")
                    open = null;
            }
        }
        values.Remove("nothing");
        var filled = values.Where(value => value.Value.Length > 0).ToDictionary(StringComparer.Ordinal);
        return seen.Count >= 3 && filled.Count > 0 ? filled : new Dictionary<string, string>(StringComparer.Ordinal);
    }

    private static void Add(Dictionary<string, string> values, string field, string value)
    {
        var before = values.GetValueOrDefault(field);
        var whole = before is null or "" ? value : field == "relationship" || value.Length == 0 ? before : $"{before}\n{value}";
        values[field] = whole.Length > MostValue ? whole[..MostValue] : whole;
    }

    private static (string Field, string Left)? Label(string line, ReadyRules ready)
    {
        var start = line.TrimStart(' ', '\t', '*', '-', '•', '>', '|');
        var sentence = Sentence.Of(start.Length > 600 ? start[..600] : start);
        foreach (var (field, words) in sentence.Tokens.Count > 0 ? ready.LabelsFrom(sentence.Tokens[0].Word) : [])
        {
            if (!sentence.Tokens.Take(words.Length).Select(token => token.Word).SequenceEqual(words))
                continue;
            var rest = sentence.Tokens[words.Length - 1].End is var end ? start[end..] : "";
            // A label ends its cell, or has a mark behind it: “School trip on Monday” is no label.
            var mark = rest.TrimStart(' ', ')', '\'', '’', '"', '*');
            if (mark.Length == 0 || mark[0] is ':' or '\t' or '=' or '|' || rest.Contains('\t', StringComparison.Ordinal) || (mark[0] is '(' or '-' or '–' && mark.AsSpan().IndexOfAny(":\t") >= 0) || words.Length >= 3)
                return (field, mark.Length == 0 ? "" : Cell(mark));
        }
        return null;
    }

    /// <summary>What stands beside a label; where a column's tab comes later, what stands before it still belongs to the label.</summary>
    private static string Cell(string rest)
    {
        if (rest[0] == '(' && rest.IndexOf(')', StringComparison.Ordinal) is > 0 and var close)
            rest = rest[(close + 1)..];
        var cells = rest.TrimEnd('\t', ' ').Split('\t');
        if (cells.Length > 1 && (cells[0].TrimStart(' ', ')') is not [':' or '=' or '|', ..] || cells[0].Trim(' ', ':', ')').Length == 0))
            rest = cells.Skip(1).FirstOrDefault(cell => cell.Trim().Length > 0) ?? "";
        return rest.TrimStart(' ', '\t', ':', '=', '|', '-', '–', ')', '*', '\'', '’');
    }

    private static string Value(string text)
    {
        var value = text.Trim(' ', '\t', '_', '.', '|', '*', '\u00a0');
        // What the blank form itself says in its cells is nobody's answer.
        foreach (var blank in Blank)
            value = value.Replace(blank, "", StringComparison.OrdinalIgnoreCase);
        return value.Trim(' ', '\t', ':', '/', ';');
    }

    private static readonly string[] Blank =
    [
        "Please select:", "Student / parent / employee / governor / volunteer", "Other (please specify):", "Please provide me with:",
        "Insert details of the information you want that will help us to locate the specific information.", "Please be as precise as possible, for example:",
    ];
}
