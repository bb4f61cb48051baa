using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Clocks;

namespace TeamsCctv.Pages.Dates;

/// <summary>
/// A clock as a line from its start to its last moment, for drawing: all places are in hundredths of the line's length, and all
/// that is drawn is in words as well.
/// </summary>
/// <param name="Bands">Spans of it, in the order in which they are drawn.</param>
/// <param name="Marks">Moments on it, from left to right.</param>
/// <param name="Keys">The moments in words.</param>
/// <param name="LeftOut">What is not counted, in words; null where every day counts.</param>
public sealed record Timeline(string Title, IReadOnlyList<Band> Bands, IReadOnlyList<Mark> Marks, IReadOnlyList<(string Name, string When)> Keys, string? LeftOut)
{
    // What a name takes, at the size in which a telephone shows it.
    private const double NameLength = 14;

    // A name of a mark beyond this stands before it, so that it does not run out of the drawing.
    private const double NearEnd = 85;

    public int Rows => Marks.Max(mark => mark.Row) + 1;

    /// <summary>Null where there is nothing to draw: the day from which it is counted is not known.</summary>
    public static Timeline? Of(MatterClock clock, Instant now)
    {
        if (clock.Due is not { } due)
            return null;
        var start = due.At is { } at ? at - Duration.FromHours(clock.Rule.Hours ?? 0) : London.StartOf(due.Start);
        var last = due.At ?? (due.Day is { } day ? EndOf(day) : (Instant?)null);
        var seen = clock.Stopped?.At ?? now;
        var end = new[] { last, seen, EndOf(due.Start) }.Max()!.Value;
        var length = (end - start).TotalHours * 1.02;
        return new(clock.Rule.Title, Bands(), Marked(), [.. Moments().OrderBy(moment => moment.At).Select(moment => (moment.Name, moment.Says))], Words(due.LeftOut));

        double Place(Instant moment) => Math.Clamp((moment - start).TotalHours / length * 100, 0, 100);

        IReadOnlyList<Band> Bands() =>
        [
            new("run", 0, Place(last ?? seen), "counted"),
            .. Runs(due.LeftOut).Select(run => Span(Class(run.Kind), London.StartOf(run.From), EndOf(run.Until), $"{Days(run.From, run.Until)}: {run.Why}")),
            .. due.Paused is { } paused ? [Span("paused", London.StartOf(paused.Since), seen, $"paused since {London.Say(paused.Since)}: waiting for {paused.For}")] : Array.Empty<Band>(),
            .. last < seen ? [Span("late", last.Value, seen, "late")] : Array.Empty<Band>(),
        ];

        Band Span(string what, Instant from, Instant until, string says) => new(what, Place(from), Math.Max(Place(until) - Place(from), 0.3), says);

        IEnumerable<(string Class, string Short, string Name, Instant At, string Says)> Moments()
        {
            yield return ("start", "Start", "Start", start, due.At is null ? London.Say(due.Start) : London.Say(start));
            if (due.NoticeBy is { } notice && notice != due.Day)
                yield return ("notice", "Notice", "Last day to say that it takes longer", EndOf(notice), London.Say(notice));
            if (due.Safe is { } safe)
                yield return ("safe", "Safe", "On the safe side", EndOf(safe), London.Say(safe));
            if (last is { } over)
                yield return ("last", "Last", due.Day is null ? "Last moment" : due.NoticeBy == due.Day ? "Last day, also to say that it takes longer" : "Last day", over, due.Day is { } on ? London.Say(on) : London.Say(over));
            yield return clock.Stopped is { } done
                ? ("met", "Met", $"Met by “{done.Fact.Title}”", done.At, London.Say(done.At))
                : ("today", "Today", "Today", now, due.At is null ? London.Say(London.DayOf(now)) : London.Say(now));
        }

        IReadOnlyList<Mark> Marked()
        {
            List<Mark> marks = [];
            foreach (var moment in Moments().OrderBy(moment => moment.At))
            {
                var place = Place(moment.At);
                var row = Enumerable.Range(0, marks.Count + 1).First(free => !marks.Exists(mark => mark.Row == free && Left(place) - Left(mark.Place) < NameLength));
                marks.Add(new(moment.Class, place, moment.Short, $"{moment.Name}: {moment.Says}", row, place > NearEnd));
            }

            return marks;
        }
    }

    /// <summary>Where a mark's name begins.</summary>
    private static double Left(double place) => place > NearEnd ? place - NameLength : place;

    private static Instant EndOf(LocalDate day) => London.StartOf(day.PlusDays(1));

    private static string Class(LeftOutKind kind) => kind switch
    {
        LeftOutKind.Paused => "paused",
        LeftOutKind.Weekend => "weekend",
        LeftOutKind.Holiday => "holiday",
        _ => "closed",
    };

    /// <summary>Days that follow each other and are left out for the same reason.</summary>
    private static List<(LocalDate From, LocalDate Until, LeftOutKind Kind, string Why)> Runs(IReadOnlyList<LeftOut> days)
    {
        List<(LocalDate From, LocalDate Until, LeftOutKind Kind, string Why)> runs = [];
        foreach (var left in days.OrderBy(left => left.Kind).ThenBy(left => left.Day))
        {
            if (runs is [.., var last] && last.Kind == left.Kind && last.Why == left.Why && last.Until.PlusDays(1) == left.Day)
                runs[^1] = last with { Until = left.Day };
            else
                runs.Add((left.Day, left.Day, left.Kind, left.Why));
        }

        return runs;
    }

    private static string Days(LocalDate from, LocalDate until) => from == until ? London.Say(from) : $"{London.Say(from)} to {London.Say(until)}";

    private static string? Words(IReadOnlyList<LeftOut> days)
    {
        List<string> says = [];
        if (Count(LeftOutKind.Weekend) is > 0 and var weekend)
            says.Add(weekend == 1 ? "1 day of a weekend" : $"{weekend} days of weekends");
        says.AddRange(days.Where(left => left.Kind == LeftOutKind.Holiday).Select(left => $"{left.Why} ({London.Say(left.Day)})"));
        says.AddRange(Runs([.. days.Where(left => left.Kind == LeftOutKind.NoSession)]).Select(run => $"{Days(run.From, run.Until)} without sessions"));
        says.AddRange(Runs([.. days.Where(left => left.Kind == LeftOutKind.Paused)]).Select(run => $"{Days(run.From, run.Until)} paused"));
        return says.Count == 0 ? null : string.Join("; ", says);

        int Count(LeftOutKind kind) => days.Count(left => left.Kind == kind);
    }
}

/// <summary>A span of a timeline.</summary>
/// <param name="Class">What it is, as the style sheet names it.</param>
public sealed record Band(string Class, double Place, double Length, string Says);

/// <summary>A moment on a timeline.</summary>
/// <param name="Row">Above which its name stands: two that are near each other have different ones.</param>
/// <param name="IsBefore">Its name stands before it.</param>
public sealed record Mark(string Class, double Place, string Name, string Says, int Row, bool IsBefore);
