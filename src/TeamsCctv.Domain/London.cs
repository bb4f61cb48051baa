using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace TeamsCctv.Domain;

/// <summary>The law's time: Europe/London. Everything inside is UTC; this is the only way in and out.</summary>
public static class London
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/London"];

    private static readonly Instant Earliest = Instant.FromUtc(2000, 1, 1, 0, 0);

    private static readonly Instant Latest = Instant.FromUtc(2100, 1, 1, 0, 0);

    private static readonly CultureInfo British = CreateCulture();

    private static readonly LocalDateTimePattern MomentPattern = LocalDateTimePattern.Create("ddd d MMM uuuu, HH:mm", British);

    private static readonly LocalDatePattern DayPattern = LocalDatePattern.Create("ddd d MMM uuuu", British);

    public static LocalDate DayOf(Instant instant) => instant.InZone(Zone).Date;

    public static LocalDateTime LocalOf(Instant instant) => instant.InZone(Zone).LocalDateTime;

    /// <summary>
    /// The instant of a wall-clock time. An hour that happens twice is read as its first pass; one that the clocks
    /// skip is moved forward by the gap.
    /// </summary>
    public static Instant At(LocalDateTime local) => Zone.AtLeniently(local).ToInstant();

    /// <summary>An instant without its seconds: forms ask for minutes, and the same minute is not "before".</summary>
    public static Instant MinuteOf(Instant instant) => At(LocalOf(instant).With(TimeAdjusters.TruncateToMinute));

    /// <summary>The first instant of a day.</summary>
    public static Instant StartOf(LocalDate day) => Zone.AtStartOfDay(day).ToInstant();

    /// <summary>
    /// Whether an instant that somebody else sent can be one of ours: between 2000 and 2100. Outside it calendars end
    /// and arithmetic overflows.
    /// </summary>
    public static bool IsPlausible(Instant instant) => instant >= Earliest && instant < Latest;

    /// <summary><c>Tue 24 Nov 2026, 14:05</c></summary>
    public static string Say(Instant instant) => MomentPattern.Format(LocalOf(instant));

    /// <summary><c>Tue 24 Nov 2026</c></summary>
    public static string Say(LocalDate day) => DayPattern.Format(day);

    private static CultureInfo CreateCulture()
    {
        // The invariant culture's names are the English ones; no culture data is needed on the machine.
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        return CultureInfo.ReadOnly(culture);
    }
}
