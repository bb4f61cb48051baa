using NodaTime;
using NodaTime.Calendars;
using TeamsCctv.Domain;

namespace TeamsCctv.Features.Digest;

/// <summary>A week of digests: from a Monday in London to its Sunday.</summary>
/// <param name="Monday">Its first day.</param>
public sealed record DigestWeek(LocalDate Monday)
{
    private static readonly LocalTime Hour = new(7, 0);

    /// <summary>When its digests are due.</summary>
    public Instant Due => London.At(Monday.At(Hour));

    public LocalDate Sunday => Monday.PlusDays(6);

    /// <summary>What stands in place of a case's number: one a week, whoever makes it and however often.</summary>
    public string Id => $"digest-{WeekYearRules.Iso.GetWeekYear(Monday)}-W{WeekYearRules.Iso.GetWeekOfWeekYear(Monday):00}";

    public static DigestWeek Of(Instant now) => new(London.DayOf(now).PlusDays(1).Previous(IsoDayOfWeek.Monday));
}
