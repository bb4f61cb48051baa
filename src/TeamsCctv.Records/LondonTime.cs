using System.Globalization;

namespace TeamsCctv.Records;

/// <summary>Dates as people in British schools read them: <c>Tue 24 Nov 2026, 14:05</c>, Europe/London.</summary>
public static class LondonTime
{
    private static readonly TimeZoneInfo? London =
        TimeZoneInfo.TryFindSystemTimeZoneById("Europe/London", out var zone) ? zone : null;

    /// <summary>On a machine without time zone data the time is UTC and says so.</summary>
    public static string Format(DateTimeOffset at) => London is null
        ? at.UtcDateTime.ToString("ddd d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture)
        : TimeZoneInfo.ConvertTime(at, London).ToString("ddd d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);
}
