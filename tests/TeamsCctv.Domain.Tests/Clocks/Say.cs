using NodaTime;
using NodaTime.Text;
using TeamsCctv.Domain.Clocks;

namespace TeamsCctv.Domain.Tests.Clocks;

/// <summary>Days as tests write them: <c>2026-10-01</c>, and a question as <c>2026-10-05/2026-10-14</c> or <c>2026-10-05/</c>.</summary>
internal static class Say
{
    public static HolidayTable Official => HolidayTable.Official;

    public static LocalDate Day(string text) => LocalDatePattern.Iso.Parse(text).Value;

    public static LocalDate? Maybe(string? text) => text is null ? null : Day(text);

    public static DateInterval Span(string text) => new(Day(text.Split('/')[0]), Day(text.Split('/')[1]));

    public static Asked Ask(string text)
    {
        var parts = text.Split('/');
        return new(Day(parts[0]), parts[1].Length == 0 ? null : Day(parts[1]));
    }

    public static SchoolTerms Terms(params string[] sessions) => new([.. sessions.Select(Span)]);
}
