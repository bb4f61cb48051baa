using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace TeamsCctv.Domain.Mail;

/// <summary>A day that a sentence names. Null where its words fit no day or more than one.</summary>
internal readonly record struct SpokenDay(LocalDate? Day, int Start, int End);

/// <summary>Days as people in Britain write them, seen from the day on which they wrote.</summary>
internal static partial class SpokenDays
{
    private const string Months = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
    private const string Weekdays = "monday|mon|tuesday|tues|tue|wednesday|weds|wed|thursday|thurs|thur|thu|friday|fri|saturday|sat|sunday|sun";

    private static readonly string[] MonthStarts = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] WeekdayStarts = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    private static readonly string[] Numbers = ["", "one", "two", "three", "four", "five", "six"];

    /// <summary>The patterns that need no digit.</summary>
    private static readonly Regex[] Wordy = [Relative(), Ago(), Weekday()];

    public static IReadOnlyList<SpokenDay> In(string sentence, LocalDate written)
    {
        var found = new List<SpokenDay>();
        var digits = sentence.AsSpan().IndexOfAnyInRange('0', '9') >= 0;
        foreach (var (pattern, read) in new (Regex, Func<Match, LocalDate, IEnumerable<LocalDate?>>)[]
        {
            (Iso(), (match, _) => [Exact(Number(match, "y"), Number(match, "m"), Number(match, "d"))]),
            (DayRange(), OfRange),
            (DayMonth(), (match, day) => [OfMonth(match, day)]),
            (MonthDay(), (match, day) => [OfMonth(match, day)]),
            (Numeric(), (match, _) => [OfNumbers(match)]),
            (ShortNumeric(), (match, day) => [Latest(match, Number(match, "m"), Number(match, "d"), day)]),
            (Ordinal(), (match, day) => [OfOrdinal(match, day)]),
            (Relative(), (match, day) => [OfWords(match.Value.ToLowerInvariant(), day)]),
            (Ago(), (match, day) => [day.PlusDays(-Count(match.Groups["n"].Value))]),
            (Weekday(), OfWeekday),
        })
        {
            foreach (Match match in digits || Wordy.Contains(pattern) ? pattern.Matches(sentence) : Enumerable.Empty<Match>())
            {
                var start = match.Groups["from"] is { Success: true } from ? from.Index : match.Index;
                var end = match.Index + match.Length;
                if (found.Any(other => start < other.End && other.Start < end) || NotAbout().IsMatch(sentence[..start]))
                    continue;
                found.AddRange(read(match, written).Select(day => new SpokenDay(day is { } known && known <= written ? day : null, start, end)));
            }
        }
        return [.. found.OrderBy(day => day.Start)];
    }

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true } digits && int.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static int Count(string words) => int.TryParse(words, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number : Array.IndexOf(Numbers, words.ToLowerInvariant());

    private static LocalDate? Exact(int year, int month, int day) =>
        year is >= 2000 and < 2100 && month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month) ? new LocalDate(year, month, day) : null;

    private static int Month(Match match) => Array.FindIndex(MonthStarts, start => match.Groups["mon"].Value.StartsWith(start, StringComparison.OrdinalIgnoreCase)) + 1;

    private static IsoDayOfWeek Named(Match match) => match.Groups["wd"] is { Success: true } word
        ? (IsoDayOfWeek)(Array.FindIndex(WeekdayStarts, start => word.Value.StartsWith(start, StringComparison.OrdinalIgnoreCase)) + 1)
        : IsoDayOfWeek.None;

    private static LocalDate? OfMonth(Match match, LocalDate written) =>
        Number(match, "y") is > 0 and var year ? Agreeing(match, Exact(year, Month(match), Number(match, "d"))) : Latest(match, Month(match), Number(match, "d"), written);

    private static LocalDate? Agreeing(Match match, LocalDate? day) =>
        Named(match) is var weekday && (weekday == IsoDayOfWeek.None || day?.DayOfWeek == weekday) ? day : null;

    /// <summary>The last such day up to the one on which it was written; with a weekday beside it, one that fits it.</summary>
    private static LocalDate? Latest(Match match, int month, int day, LocalDate written)
    {
        var last = Exact(written.Year, month, day) is { } same && same <= written ? same : Exact(written.Year - 1, month, day);
        return Agreeing(match, last);
    }

    private static IEnumerable<LocalDate?> OfRange(Match match, LocalDate written)
    {
        var (first, last) = (Number(match, "d1"), Number(match, "d"));
        if (OfMonth(match, written) is not { } end || first >= last || last - first > 6)
            return [null];
        return Enumerable.Range(0, last - first + 1).Select(i => (LocalDate?)end.PlusDays(first - last + i));
    }

    /// <summary>Day before month; where that cannot be and the other order can, the other.</summary>
    private static LocalDate? OfNumbers(Match match)
    {
        var (day, month, year) = (Number(match, "d"), Number(match, "m"), Number(match, "y"));
        year += year < 100 ? 2000 : 0;
        return Agreeing(match, Exact(year, month, day) ?? Exact(year, day, month));
    }

    private static LocalDate? OfOrdinal(Match match, LocalDate written)
    {
        var day = Number(match, "d");
        for (var month = written.With(DateAdjusters.StartOfMonth); month > written.PlusMonths(-3); month = month.PlusMonths(-1))
        {
            if (Exact(month.Year, month.Month, day) is { } found && found <= written)
                return Agreeing(match, found);
        }
        return null;
    }

    private static LocalDate? OfWords(string words, LocalDate written) =>
        words.StartsWith("the day before", StringComparison.Ordinal) ? written.PlusDays(-2)
        : words.StartsWith("yesterday", StringComparison.Ordinal) || words == "last night" ? written.PlusDays(-1)
        : written;

    private static IEnumerable<LocalDate?> OfWeekday(Match match, LocalDate written)
    {
        var weekday = Named(match);
        var before = match.Groups["before"].Value.ToLowerInvariant();
        var after = match.Groups["after"].Value.ToLowerInvariant();
        if (before is "next" or "every" or "each" or "following" or "coming" or "any")
            return before == "next" || before == "coming" ? [] : [null];
        if (after.Contains("last week", StringComparison.Ordinal))
            return [written.With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday)).PlusDays(-7 + (int)weekday - 1)];
        if (after.Contains("week before last", StringComparison.Ordinal))
            return [written.With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday)).PlusDays(-14 + (int)weekday - 1)];
        return [written.With(DateAdjusters.Previous(weekday))];
    }

    [GeneratedRegex(@"\b(?<y>20[0-9][0-9])-(?<m>[0-9][0-9]?)-(?<d>[0-9][0-9]?)(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();

    [GeneratedRegex(@"\b(?<d1>[0-9]{1,2})(?:st|nd|rd|th)?\s?(?:-|–|to|and|until)\s?(?<d>[0-9]{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?<mon>" + Months + @")\b\.?,?(?:\s+(?<y>20[0-9][0-9])\b)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DayRange();

    [GeneratedRegex(@"\b(?:(?<wd>" + Weekdays + @")\.?,?\s+(?:the\s+)?)?(?<d>[0-9]{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?<mon>" + Months + @")\b\.?,?(?:[\s-]+(?<y>20[0-9][0-9])\b)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DayMonth();

    [GeneratedRegex(@"\b(?:(?<wd>" + Weekdays + @")\.?,?\s+)?(?<mon>" + Months + @")\.?\s+(?:the\s+)?(?<d>[0-9]{1,2})(?:st|nd|rd|th)?\b(?![:.][0-9]|[0-9])(?:,?\s+(?<y>20[0-9][0-9])\b)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MonthDay();

    [GeneratedRegex(@"(?<![0-9/.£-])(?:\b(?<wd>" + Weekdays + @")\.?,?\s+(?:the\s+)?)?\b(?<d>[0-9]{1,2})(?<sep>[/.-])(?<m>[0-9]{1,2})\k<sep>(?<y>20[0-9][0-9]|[0-9][0-9])(?![0-9/]|[.-][0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Numeric();

    [GeneratedRegex(@"\b(?:on\s+(?:the\s+)?|(?<wd>" + Weekdays + @"),?\s+)(?<from>(?<d>[0-9]{1,2})/(?<m>[0-9]{1,2}))(?![0-9/])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ShortNumeric();

    [GeneratedRegex(@"\b(?:(?<wd>" + Weekdays + @"),?\s+(?:the\s+)?|the\s+)(?<d>[0-9]{1,2})(?:st|nd|rd|th)\b(?!\s+(?:of|birthday|grade|floor|time|year|centur))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Ordinal();

    [GeneratedRegex(@"\b(?:the day before yesterday|yesterday|today|this (?:morning|afternoon|evening)|last night|earlier today)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Relative();

    [GeneratedRegex(@"\b(?<n>[1-6]|one|two|three|four|five|six)\s+days?\s+ago\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Ago();

    [GeneratedRegex(@"\b(?:(?<before>last|this|next|every|each|any|following|coming|past)\s+)?(?<wd>monday|tuesday|tues|wednesday|weds|thursday|thurs|friday|saturday|sunday)\b(?:\s+(?:morning|afternoon|evening|night|lunchtime))?(?<after>,?\s+(?:of\s+)?(?:last week|the week before last|week before last))?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Weekday();

    /// <summary>A date of birth, of a letter or of a deadline is no day of footage.</summary>
    [GeneratedRegex(@"\b(?:born|dob|d\.o\.b\.?|date of birth|birthday|birthday is|dated|(?:letter|e-?mail|message|call|report|meeting) (?:of|from|dated)|by|deadline|due|reply|respond|response|until|since)\s*[:,(-]?\s*(?:on\s+|by\s+)?(?:the\s+)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NotAbout();
}
