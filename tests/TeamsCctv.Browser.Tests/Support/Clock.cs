using System.Globalization;

namespace TeamsCctv.Browser.Tests.Support;

/// <summary>The wall clock a person in the school looks at.</summary>
public static class Clock
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <summary>Now, with London's offset, to the second.</summary>
    public static DateTimeOffset Now
    {
        get
        {
            var now = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), London);
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        }
    }

    /// <summary>As the product writes it: <c>Tue 24 Nov 2026, 14:05</c>.</summary>
    public static string Said(DateTimeOffset moment) => moment.ToString("ddd d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    /// <summary>As the product writes a day: <c>Tue 24 Nov 2026</c>.</summary>
    public static string SaidDay(DateTimeOffset moment) => moment.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>As an input of the type <c>date</c> takes it.</summary>
    public static string Day(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>As an input of the type <c>time</c> takes it.</summary>
    public static string Minute(DateTimeOffset moment) => moment.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>As an input of the type <c>datetime-local</c> takes it.</summary>
    public static string Local(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
