using System.Text;

namespace TeamsCctv.Protocols.Mail;

/// <summary>What an invitation says (RFC 5545): its words, not its machinery.</summary>
internal static class CalendarText
{
    private static readonly string[] Spoken = ["SUMMARY", "DESCRIPTION", "LOCATION", "DTSTART", "ORGANIZER"];

    public static string Of(string calendar)
    {
        var text = new StringBuilder();
        foreach (var line in calendar.Replace("\n ", "", StringComparison.Ordinal).Replace("\n\t", "", StringComparison.Ordinal).Split('\n').Take(5_000))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || !Spoken.Contains(line[..colon].Split(';')[0].ToUpperInvariant()))
                continue;
            var value = line[(colon + 1)..].Replace("\\n", "\n", StringComparison.OrdinalIgnoreCase).Replace("\\,", ",", StringComparison.Ordinal).Replace("\\;", ";", StringComparison.Ordinal).Trim();
            if (value.Length > 0)
                text.Append(value).Append('\n');
        }
        return RawText.Tidy(text.ToString());
    }
}
