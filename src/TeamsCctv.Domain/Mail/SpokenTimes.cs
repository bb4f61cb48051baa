using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace TeamsCctv.Domain.Mail;

/// <summary>A time or a span that a sentence names; null where it can be read in two ways.</summary>
internal readonly record struct SpokenTime(LocalTime? From, LocalTime? To, int Start, int End);

/// <summary>
/// Times as people write them. Without a.m. or p.m. a school's day decides: 8 to 11 is the morning, 12 noon, 1 to 6 the
/// afternoon; 7 stays open unless the sentence says morning or evening.
/// </summary>
internal static partial class SpokenTimes
{
    /// <param name="sentence">With its dates blanked out.</param>
    public static IReadOnlyList<SpokenTime> In(string sentence)
    {
        var part = PartOfDay().Match(sentence) is { Success: true } named ? named.Value.ToLowerInvariant() : null;
        var clocks = Clock().Matches(sentence).Select(match => Read(match, sentence)).OfType<Reading>().ToList();
        var found = new List<SpokenTime>();
        for (var i = 0; i < clocks.Count; i++)
        {
            var (first, next) = (clocks[i], i + 1 < clocks.Count ? clocks[i + 1] : null);
            if (next is not null && IsSpan(sentence, first, next))
            {
                var end = next.Time(part, null);
                var start = first.Half is null && next.Half is not null ? first.Before(end) : first.Time(part, null);
                found.Add(start is { } from && end is { } to && from < to ? new(from, to, first.Start, next.End) : new(start, null, first.Start, next.End));
                i++;
                continue;
            }
            var lead = sentence[Math.Max(0, first.Start - 12)..first.Start];
            var time = first.Time(part, null);
            if (first.Plain && !Lead().IsMatch(lead))
                continue;
            found.Add(Until().IsMatch(lead) ? new(null, time, first.Start, first.End) : new(time, null, first.Start, first.End));
        }
        return found;
    }

    private static bool IsSpan(string sentence, Reading first, Reading next)
    {
        if (next.Start < first.End || next.Start - first.End > 12)
            return false;
        var between = sentence[first.End..next.Start].Trim();
        var lead = sentence[Math.Max(0, first.Start - 20)..first.Start];
        var led = Lead().IsMatch(lead) || !first.Plain || !next.Plain;
        return led && Joins().IsMatch(between) && (!between.StartsWith("and", StringComparison.OrdinalIgnoreCase) || Between().IsMatch(lead));
    }

    private static Reading? Read(Match match, string sentence)
    {
        var (start, end) = (match.Index, match.Index + match.Length);
        if (start > 0 && (sentence[start - 1] is '£' or '$' or '#' or '.' or ':' or '/' or '-' && !char.IsWhiteSpace(sentence[start - 1])) && sentence[start - 1] is not '-' and not '–')
            return null;
        if (match.Groups["word"] is { Success: true } word)
        {
            var noon = !word.Value.StartsWith("midn", StringComparison.OrdinalIgnoreCase);
            return new(noon ? 12 : 0, 0, noon ? "pm" : "am", start, end, Sure24: true, Plain: false);
        }
        var half = match.Groups["half"] is { Success: true } written ? char.ToLowerInvariant(written.Value[0]) + "m" : null;
        if (match.Groups["past"] is { Success: true } past)
        {
            var hour = Hour(match.Groups["ph"].Value);
            var to = match.Groups["dir"].Value.Equals("to", StringComparison.OrdinalIgnoreCase);
            var minutes = past.Value.ToLowerInvariant() switch { "half" => 30, "quarter" => to ? 45 : 15, "twenty" => to ? 40 : 20, "ten" => to ? 50 : 10, _ => to ? 55 : 5 };
            return hour is < 1 or > 12 ? null : new(to ? (hour == 1 ? 12 : hour - 1) : hour, minutes, half, start, end, false, false);
        }
        if (match.Groups["mil"] is { Success: true } mil)
            return Make(mil.Value[..2], mil.Value[2..], half, start, end, sure: true, plain: false);
        var minute = match.Groups["m"] is { Success: true } digits ? digits.Value : null;
        var dot = minute is not null && match.Groups["sep"].Value == ".";
        var oclock = match.Groups["oc"].Success;
        var plain = half is null && !oclock && (minute is null || dot);
        // A bare number is a time only where nothing follows that it could count.
        if (minute is null && plain && !AfterBare().IsMatch(sentence[end..]))
            return null;
        return Make(match.Groups["h"].Value, minute ?? "00", half, start, end, sure: minute is not null && !dot && match.Groups["h"].Value.StartsWith('0'), plain);
    }

    private static Reading? Make(string hour, string minute, string? half, int start, int end, bool sure, bool plain)
    {
        var (h, m) = (int.Parse(hour, CultureInfo.InvariantCulture), int.Parse(minute, CultureInfo.InvariantCulture));
        return h > 23 || m > 59 || (half is not null && h > 12 && plain) ? null : new(h, m, h > 12 ? null : half, start, end, sure || h > 12 || h == 0, plain);
    }

    private static int Hour(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : Array.IndexOf(["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], word.ToLowerInvariant());

    /// <param name="Half">am or pm, where it is written.</param>
    /// <param name="Sure24">Of the 24-hour clock.</param>
    /// <param name="Plain">Digits that need a word before them to be a time.</param>
    private sealed record Reading(int HourSaid, int Minute, string? Half, int Start, int End, bool Sure24, bool Plain)
    {
        public LocalTime? Time(string? part, LocalTime? _) =>
            Half is not null ? new LocalTime((HourSaid % 12) + (Half == "pm" ? 12 : 0), Minute)
            : Sure24 ? new LocalTime(HourSaid, Minute)
            : part is "morning" && HourSaid < 12 ? new LocalTime(HourSaid, Minute)
            : part is "afternoon" or "evening" or "night" && HourSaid is >= 1 and <= 11 && (part == "afternoon" ? HourSaid <= 6 : HourSaid >= 4) ? new LocalTime(HourSaid + 12, Minute)
            : HourSaid switch { >= 8 and <= 12 => new LocalTime(HourSaid, Minute), >= 1 and <= 6 => new LocalTime(HourSaid + 12, Minute), _ => null };

        /// <summary>The first of a span takes the half of the day that puts it nearest before the end.</summary>
        public LocalTime? Before(LocalTime? end) => end is not { } to ? null
            : Sure24 ? new LocalTime(HourSaid, Minute)
            : new[] { new LocalTime((HourSaid % 12) + 12, Minute), new LocalTime(HourSaid % 12, Minute) }.Cast<LocalTime?>().FirstOrDefault(time => time < to);
    }

    [GeneratedRegex(@"(?<![\w£$#])(?:(?<word>noon|midday|midnight)|(?<past>half|quarter|twenty|ten|five)\s+(?<dir>past|to)\s+(?<ph>[0-9]{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s*(?<half>a\.?m\b\.?|p\.?m\b\.?)?|(?<mil>[01][0-9][0-5][0-9]|2[0-3][0-5][0-9])\s*(?:hrs|hours|hr|h)|(?<h>[0-9]{1,2})(?:(?<sep>[:.])(?<m>[0-5][0-9])(?::[0-5][0-9])?)?\s*(?:(?<half>a\.?\s?m\b\.?|p\.?\s?m\b\.?)|(?<oc>o['’]?clock))?)(?!\w|[:/][0-9]|%)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Clock();

    [GeneratedRegex(@"\b(?:morning|afternoon|evening|night)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PartOfDay();

    [GeneratedRegex(@"(?:\b(?:at|around|about|between|from|approx|approximately|circa|roughly|after|before|until|till|to|and|by|since|just)\.?|@|time:|-|–)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Lead();

    [GeneratedRegex(@"\b(?:before|until|till|by)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Until();

    [GeneratedRegex(@"\bbetween\s+(?:about\s+|around\s+)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Between();

    [GeneratedRegex(@"^(?:-|–|—|to|and|until|till|through)(?:\s+(?:about|around|approximately))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Joins();

    [GeneratedRegex(@"^\s*(?:$|[,;?!)–—-]|\.(?:\s|$)|(?:on|in|this|that|and|to|until|till|yesterday|today|last|by|when|while|near|outside|o['’]clock)\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AfterBare();
}
