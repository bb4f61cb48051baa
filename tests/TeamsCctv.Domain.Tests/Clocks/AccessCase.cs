using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using TeamsCctv.Domain.Clocks;

namespace TeamsCctv.Domain.Tests.Clocks;

/// <summary>Facts as they happen: up to three questions, identification asked for in the first days, perhaps an extension.</summary>
public sealed record AccessCase(AccessFacts Facts, Division Division);

/// <summary>A request and a school's calendar around it.</summary>
public sealed record FoiCase(LocalDate Received, SchoolTerms Terms);

/// <summary>FsCheck's own integers are small and dates near nothing; these cover 2019 to 2040.</summary>
public static class ClockCases
{
    private static readonly Gen<LocalDate> Day = Gen.Choose(0, Naive.Days.Count() - 1).Select(new LocalDate(2019, 1, 1).PlusDays);

    private static readonly Gen<(int After, int Length)> Span =
        from after in Gen.Choose(0, 110) from length in Gen.Choose(-1, 30) select (after, length);

    public static Arbitrary<AccessCase> Access() => (
        from received in Day
        from division in Gen.Elements(Enum.GetValues<Division>())
        from spans in Span.ListOf(3)
        from count in Gen.Choose(0, 3)
        from identification in Span
        from hasIdentification in Gen.Elements(true, false, false)
        from told in Gen.Choose(-40, 80)
        select new AccessCase(
            new(
                received,
                hasIdentification ? Question(received, (identification.After % 10, identification.Length)) : null,
                Clarifications: [.. spans.Take(count).Select(span => Question(received, span))],
                ExtensionTold: told < 0 ? null : received.PlusDays(told)),
            division)).ToArbitrary();

    public static Arbitrary<FoiCase> Foi() => (
        from received in Day
        from before in Gen.Choose(0, 60)
        from terms in (from length in Gen.Choose(0, 60) from gap in Gen.Choose(1, 70) select (length, gap)).ListOf(5)
        from closed in Span.ListOf(3)
        from staff in Gen.Choose(0, 150).ListOf(3)
        select new FoiCase(received, Terms(received, before, terms, closed, staff))).ToArbitrary();

    public static Arbitrary<LocalDate> Days() => Day.ToArbitrary();

    public static Arbitrary<Division> Divisions() => Gen.Elements(Enum.GetValues<Division>()).ToArbitrary();

    private static Asked Question(LocalDate received, (int After, int Length) span) =>
        new(received.PlusDays(span.After), span.Length < 0 ? null : received.PlusDays(span.After + span.Length));

    private static SchoolTerms Terms(
        LocalDate received, int before, IEnumerable<(int Length, int Gap)> terms, IEnumerable<(int After, int Length)> closed, IEnumerable<int> staff)
    {
        var day = received.PlusDays(-before);
        var sessions = new List<DateInterval>();
        foreach (var (length, gap) in terms)
        {
            sessions.Add(new(day, day.PlusDays(length)));
            day = day.PlusDays(length + gap);
        }

        return new(
            sessions,
            [.. closed.Select(span => new DateInterval(received.PlusDays(span.After), received.PlusDays(span.After + Math.Max(0, span.Length))))],
            [.. staff.Select(after => new DateInterval(received.PlusDays(after), received.PlusDays(after)))]);
    }
}
