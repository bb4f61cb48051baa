using NodaTime;
using NodaTime.Text;

namespace TeamsCctv.Features.Messages;

/// <summary>Dates and times as card inputs send them: <c>2026-11-24</c> and <c>14:05</c>, London's wall clock.</summary>
public static class Forms
{
    private static readonly LocalTimePattern Minutes = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static LocalDate? Date(string? text) =>
        text is not null && LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var date } ? date : null;

    public static LocalDateTime? Moment(string? date, string? time) =>
        Date(date) is { } day && Time(time) is { } clock ? day.At(clock) : null;

    public static LocalTime? Time(string? text) =>
        text is not null && Minutes.Parse(text) is { Success: true, Value: var time } ? time : null;
}
