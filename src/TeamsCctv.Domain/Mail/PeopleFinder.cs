using System.Text.RegularExpressions;

namespace TeamsCctv.Domain.Mail;

/// <summary>Who asks, about whom, and how they can be reached, in letters without a form.</summary>
internal static partial class PeopleFinder
{
    internal sealed record People(string? Applicant, string? Subject, string? School, string? Relationship, string? Address, string? Phone, string? Email, bool OnBehalf);

    private const int MostText = 12_000;

    private const string Name = @"\p{Lu}[\p{L}'’-]+(?:[ ]\p{Lu}[\p{L}'’.-]*){0,3}";

    private static readonly string[] NoNames =
    [
        "he", "she", "they", "we", "i", "it", "on", "at", "in", "year", "yr", "class", "form", "the", "this", "that", "was", "is", "who", "and", "my", "our", "your", "please", "can", "could", "monday", "tuesday", "wednesday", "thursday", "friday",
        "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "cctv", "mr", "mrs", "ms", "miss", "dr", "if", "when", "has", "had", "sent", "dear", "hi", "hello", "school", "re", "not", "does", "did", "as", "to", "for", "by",
    ];

    public static People In(Letter letter, OwnWords.Own own, IReadOnlyDictionary<string, string> form, bool solicitor, bool police)
    {
        // Who one is stands at the beginning or the end.
        var text = own.Text.Length <= MostText ? own.Text : $"{own.Text[..(MostText / 2)]}\n{own.Text[^(MostText / 2)..]}";
        var line = string.Join(' ', text.Split('\n').Select(part => part.Trim()));
        var applicant = form.GetValueOrDefault("applicant") ?? Written(letter, line) ?? FullName(MyName(line)) ?? SignedBy(text) ?? NameOf(own.ForwardedFrom) ?? NameOf(letter.FromName) ?? MyName(line);
        var child = Child().Match(line);
        var client = Client().Match(line);
        var behalf = Behalf().Match(line);
        var parent = child.Success || ParentIs().IsMatch(line);
        var self = Self().IsMatch(line);

        var subject = form.GetValueOrDefault("subject")
            ?? (client.Success ? Clean(client.Groups["name"].Value) : null)
            ?? (child.Success ? Clean(child.Groups["name"].Value) ?? (Named().Match(line) is { Success: true } named ? Clean(named.Groups["name"].Value) : null) : null)
            ?? (behalf.Success ? Clean(behalf.Groups["name"].Value) : null)
            ?? (OtherKin().Match(line) is { Success: true } kin ? Clean(kin.Groups["name"].Value) : null)
            ?? (Pupil().Match(line) is { Success: true } pupil ? Clean(pupil.Groups["name"].Value) : null)
            ?? (self && !child.Success && !client.Success && !behalf.Success && !police ? applicant : null);

        var relationship = form.GetValueOrDefault("relationship") is { Length: > 0 } given ? given
            : police ? "police"
            : solicitor ? "solicitor"
            : parent ? "parent"
            : OtherKin().Match(line) is { Success: true } other ? Relative(other.Groups["kin"].Value)
            : Role().Match(line) is { Success: true } role ? role.Groups["role"].Value.ToLowerInvariant()
            : null;
        var onBehalf = client.Success || behalf.Success || (OtherKin().IsMatch(line) && !child.Success)
            || (form.TryGetValue("applicant", out var asks) && form.TryGetValue("subject", out var about) && asks.Length > 0 && about.Length > 0
                && !string.Equals(asks, about, StringComparison.OrdinalIgnoreCase) && relationship is not null && !relationship.Contains("parent", StringComparison.OrdinalIgnoreCase)
                && !relationship.Contains("carer", StringComparison.OrdinalIgnoreCase) && !relationship.Contains("mother", StringComparison.OrdinalIgnoreCase) && !relationship.Contains("father", StringComparison.OrdinalIgnoreCase));

        return new(
            applicant,
            subject,
            form.GetValueOrDefault("school") ?? (School().Match(line) is { Success: true } school ? school.Value : null),
            relationship,
            form.GetValueOrDefault("address") ?? AddressIn(text),
            form.GetValueOrDefault("phone") ?? (Phone().Match(line) is { Success: true } phone ? phone.Value.Trim() : null),
            form.GetValueOrDefault("email") ?? AddressOf(own.ForwardedFrom)
                ?? (letter.ReplyTo is { } reply && NoAnswers().IsMatch(letter.FromAddress) ? reply : letter.FromAddress.Length > 0 ? letter.FromAddress : null),
            onBehalf);
    }

    /// <summary>Who wrote what a mailing service sends.</summary>
    private static string? Written(Letter letter, string line) => NoAnswers().IsMatch(letter.FromAddress)
        ? new[] { letter.Subject, line }.Select(text => MessageFrom().Match(text)).FirstOrDefault(match => match.Success) is { } match ? Clean(match.Groups["name"].Value) : null
        : null;

    private static string? FullName(string? name) => name is not null && name.Contains(' ', StringComparison.Ordinal) ? name : null;

    private static string? AddressOf(string? sender) =>
        sender is not null && Mailbox().Match(sender) is { Success: true } address ? address.Value.ToLowerInvariant() : null;

    private static string Relative(string kin) => kin.ToLowerInvariant() switch
    {
        "grandson" or "granddaughter" or "grandchild" => "grandparent",
        "nephew" or "niece" => "uncle or aunt",
        "brother" or "sister" => "brother or sister",
        _ => "relative or friend",
    };

    private static string? MyName(string line) => Introduced().Match(line) is { Success: true } match ? Clean(match.Groups["name"].Value) : null;

    /// <summary>The line after a farewell.</summary>
    private static string? SignedBy(string text)
    {
        var lines = text.Split('\n').Select(line => line.Trim()).ToList();
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            if (Farewell().Match(lines[i]) is not { Success: true } farewell)
                continue;
            var rest = farewell.Groups["rest"].Value.Trim(' ', ',');
            var signed = rest.Length > 0 ? rest : lines.Skip(i + 1).FirstOrDefault(line => line.Length > 0);
            return signed is not null && SignedName().Match(signed) is { Success: true } name ? Clean(name.Value, most: 2) : null;
        }
        return null;
    }

    private static string? NameOf(string? sender)
    {
        if (sender is null)
            return null;
        var name = sender.Split('<', '[')[0].Trim(' ', '"', '\'');
        if (name.Split(',') is [var last, var first] && first.Trim().Length > 0)
            name = $"{first.Trim()} {last.Trim()}";
        return name.Length is > 1 and <= 100 && !name.Contains('@', StringComparison.Ordinal) ? name : null;
    }

    private static string? Clean(string name, int most = 1)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries).TakeWhile((word, i) => i == 0 && IsTitle(word) || !NoNames.Contains(word.TrimEnd('.', ',').ToLowerInvariant()))
            .Select(word => word.EndsWith("'s", StringComparison.Ordinal) || word.EndsWith("’s", StringComparison.Ordinal) ? word[..^2] : word).ToList();
        var clean = string.Join(' ', words).Trim('.', ',', ' ', '\'');
        return clean.Length > most && !(words.Count == 1 && IsTitle(words[0])) ? clean : null;
    }

    private static bool IsTitle(string word) => word.TrimEnd('.') is "Mr" or "Mrs" or "Ms" or "Miss" or "Dr";

    /// <summary>The lines up to a postcode, as far as they look like an address.</summary>
    private static string? AddressIn(string text)
    {
        var lines = text.Split('\n').Select(line => line.Trim()).ToList();
        var at = lines.FindIndex(line => Postcode().IsMatch(line) && line.Length <= 200);
        if (at < 0)
            return null;
        var from = at;
        while (from > 0 && at - from < 4 && !House().IsMatch(lines[from]) && lines[from - 1].Length is > 0 and <= 60 && !lines[from - 1].EndsWith(':') && !Farewell().IsMatch(lines[from - 1]))
            from--;
        var own = House().IsMatch(lines[from]) ? from : at;
        var address = string.Join(", ", lines.Skip(own).Take(at - own + 1).Select(line => line.TrimEnd(',')));
        return address.Length <= 300 ? House().Match(address) is { Success: true } start ? address[start.Index..] : address : null;
    }

    [GeneratedRegex(@"(?:\b[Mm]y name is|\b[Mm]y name's|\b[Ii] am(?: called)?|\bI'm)\s+(?:PC |DC |DS |PS |Inspector |Sergeant |Detective )?(?<name>" + Name + ")", RegexOptions.CultureInvariant)]
    private static partial Regex Introduced();

    [GeneratedRegex(@"\b(?:[Mm]y|[Oo]ur) (?:\w+[ -](?:old )?)?(?:son|daughter|child|boy|girl|little boy|little girl|stepson|stepdaughter|foster child|eldest|youngest)\b(?:['’]s name is)?,?(?: called| named| is called)?(?:[ ](?<name>" + Name + "))?", RegexOptions.CultureInvariant)]
    private static partial Regex Child();

    [GeneratedRegex(@"^(?:no[._-]?reply|do[._-]?not[._-]?reply|mailer|notifications?|donotreply)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NoAnswers();

    [GeneratedRegex(@"\b[Mm]essage from:?\s+(?<name>" + Name + ")", RegexOptions.CultureInvariant)]
    private static partial Regex MessageFrom();

    [GeneratedRegex(@"[^\s<>()@,;:]{1,100}@[^\s<>()@,;:]{1,200}", RegexOptions.CultureInvariant)]
    private static partial Regex Mailbox();

    [GeneratedRegex(@"\b(?:called|named|name is|name:|pupil|student|of|for)[ ](?<name>\p{Lu}[\p{L}'’-]+[ ]\p{Lu}[\p{L}'’-]+)(?=[ ,.;(]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex(@"\b(?:[Oo]ur|[Mm]y) clients?\b(?:['’]s? name is)?[,:]?(?: is)?(?:[ ](?<name>" + Name + @"))?|\b(?:[Ww]e|I) (?:act|am acting|are acting) (?:for|on behalf of)(?: (?:the|your former pupil|your pupil))?[ ](?<name>" + Name + ")", RegexOptions.CultureInvariant)]
    private static partial Regex Client();

    [GeneratedRegex(@"\b(?:on behalf of|on his behalf|on her behalf|with (?:the|his|her|their) (?:written )?(?:consent|authority) of)[ ]?(?:our client,? |my (?:friend|neighbour|partner|husband|wife|mother|father|colleague|member),? )?(?<name>" + Name + ")", RegexOptions.CultureInvariant)]
    private static partial Regex Behalf();

    [GeneratedRegex(@"\b[Mm]y (?<kin>grandson|granddaughter|grandchild|nephew|niece|brother|sister|friend|neighbour|partner|husband|wife|mother|father|colleague|cousin),?(?: called| named)?(?:[ ](?<name>" + Name + "))?", RegexOptions.CultureInvariant)]
    private static partial Regex OtherKin();

    [GeneratedRegex(@"\b(?:(?:pupil|student|mother|mum|mummy|father|dad|parent|guardian|carer) (?:of|to|is)|[Rr]e:|about)[ ]+(?<name>" + Name + ")", RegexOptions.CultureInvariant)]
    private static partial Regex Pupil();

    [GeneratedRegex(@"\b(?:mother|mum|mam|mummy|father|dad|daddy|parent|guardian|carer) (?:of|to)\b|['’]s (?:mother|mum|mam|mummy|father|dad|daddy|guardian|carer)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ParentIs();

    [GeneratedRegex(@"\b(?:of me|me on|about me|myself|my own|my (?:personal )?(?:data|information|file|records?|image|images|car|bike|bicycle|personnel)|footage of my|I was|I am in|hit my|I fell|I slipped)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Self();

    [GeneratedRegex(@"\bI (?:am|was|work|worked|have worked|had worked) (?:at your school |at the school )?(?:as )?(?:a |an |the )?(?:former |ex-)?(?<role>pupil|student|employee|teacher|teaching assistant|governor|volunteer|visitor|parent|contractor|journalist)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Role();

    [GeneratedRegex(@"\b(?:\p{Lu}[\p{L}'’]+[ ]){1,4}(?:(?:Primary|Infant|Junior|Secondary|High|Grammar|Community|Nursery|Middle|Church|Catholic)[ ]){0,3}(?:School|Academy|College)\b", RegexOptions.CultureInvariant)]
    private static partial Regex School();

    [GeneratedRegex(@"(?<![0-9+])(?:\+44[ ]?(?:\(0\)[ ]?)?|\(?0)[127][0-9]{2,4}\)?(?:[ -]?[0-9]{2,4}){2,3}(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Phone();

    [GeneratedRegex(@"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b", RegexOptions.CultureInvariant)]
    private static partial Regex Postcode();

    [GeneratedRegex(@"\b(?:Flat[ ][0-9]+|[0-9]{1,4}[A-Za-z]?,?[ ]\p{Lu})", RegexOptions.CultureInvariant)]
    private static partial Regex House();

    [GeneratedRegex(@"^(?:(?:many |kind |kindest |best |warm |with (?:kind |best )?)?(?:regards|wishes|thanks)(?: (?:in advance|again|and regards|very much))?|thank you(?: (?:in advance|very much|for your help))?|yours (?:sincerely|faithfully|truly)|cheers|sincerely|regards|thanks)\s*[,.!]?(?<rest>\s.{0,60})?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Farewell();

    [GeneratedRegex(@"^(?:PC |DC |DS |PS |PCSO |Mr |Mrs |Ms |Miss |Dr )?(?:[0-9]{2,5} )?\p{Lu}[\p{L}'’.-]*(?:[ ]\p{Lu}[\p{L}'’.-]*){1,3}", RegexOptions.CultureInvariant)]
    private static partial Regex SignedName();
}
