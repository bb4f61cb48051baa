using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Matters;

namespace TeamsCctv.Pages.Books;

/// <summary>A cell of a book.</summary>
/// <param name="Badge">What stands out in it; null where nothing does.</param>
/// <param name="Tone">The badge's class in the style sheet.</param>
public sealed record BookCell(IReadOnlyList<string> Lines, string? Badge = null, string Tone = "todo")
{
    /// <summary>As a file has it, where nothing stands out.</summary>
    public string Text => string.Join('\n', Badge is null ? Lines : [.. Lines, Badge]);
}

/// <summary>What stands in a book's columns of one case.</summary>
public static class BookCells
{
    private const string Due = "due:";
    private const string Step = "step:";
    private const string State = "state";

    /// <summary>The kind's own columns, or ours where the policy names none.</summary>
    public static IReadOnlyList<BookColumn> ColumnsOf(MatterKind kind) => kind.Columns ??
    [
        .. kind.Form.Take(4).Select(field => new BookColumn(field.Label, field.Id)),
        .. (kind.Clocks ?? []).Select(clock => new BookColumn(clock.Title, $"{Due}{clock.Id}")),
        new("State", State),
    ];

    /// <summary>Of an erased case nothing is left but that it was there.</summary>
    public static IReadOnlyList<BookCell> Of(RuledMatter ruled, Instant now) => ruled.Matter.Opened is null
        ? [.. ColumnsOf(ruled.Kind).Select((column, i) => i == 0 ? new BookCell(["names erased"]) : column.Of == State ? Standing(ruled.Matter) : new([]))]
        : [.. ColumnsOf(ruled.Kind).Select(column => Of(column, ruled, now))];

    private static BookCell Of(BookColumn column, RuledMatter ruled, Instant now)
    {
        string? Given(string? field) => field is null ? null : ruled.Matter.Given(field)?.Value;
        if (column.Unlike is { } other && (Given(other) is not { } said || string.Equals(said.Trim(), Given(column.Of)?.Trim(), StringComparison.OrdinalIgnoreCase)))
            return new([]);
        return Of(column.Else is { } instead && Given(column.Of) is null ? instead : column.Of, ruled, now);
    }

    private static BookCell Of(string what, RuledMatter ruled, Instant now) => what switch
    {
        State => Standing(ruled.Matter),
        _ when what.StartsWith(Due, StringComparison.Ordinal) => Date(ruled.Clocks.FirstOrDefault(clock => clock.Rule.Id == what[Due.Length..]), now),
        _ when what.StartsWith(Step, StringComparison.Ordinal) => Taken(ruled, what[Step.Length..]),
        _ => new([.. (ruled.Matter.Given(what)?.Says ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]),
    };

    private static BookCell Standing(Matter matter) => matter switch
    {
        { Dismissed: not null } => new(["closed: the mail needed no case"]),
        { State: MatterState.Unsorted } => new([DisclosureLog.Says(matter.State)], "not confirmed", "waits"),
        { IsUnderWay: true } => new([], DisclosureLog.Says(matter.State), matter.State == MatterState.Open ? "todo" : "waits"),
        _ => new([DisclosureLog.Says(matter.State)]),
    };

    private static BookCell Date(MatterClock? clock, Instant now) => clock switch
    {
        null or { Due: null, Runs: false } => new([]),
        { Runs: true, Due: { Paused: { } paused } } => new([$"waiting for {paused.For} since {London.Say(paused.Since)}"], "paused", "waits"),
        { Runs: true, Value: not null } => new(
            [clock.Says, .. clock.Due!.Safe is { } safe ? new[] { $"{(clock.Due.IsLawEarlier ? "by today's law" : "on the safe side")} {London.Say(safe)}" } : []],
            DueWords.Standing(clock, now), clock.Due.IsLate(now) ? "bad" : "todo"),
        { Due: null } => new([clock.Says]),
        _ => new([DueWords.Say(clock, now)]),
    };

    /// <summary>When and by whom, and what they said; not the letter that went out with it.</summary>
    private static BookCell Taken(RuledMatter ruled, string step)
    {
        var rule = ruled.Kind.Step(step);
        HashSet<string> left = [.. (rule?.Form ?? []).Where(field => field.Type == FieldType.Letter).Select(field => field.Id), .. rule?.Mail is { } mail ? new[] { mail.To, mail.Subject } : []];
        return new(
        [
            .. from taken in ruled.Matter.Steps
               where taken.Fact.Step == step
               from line in taken.Fact.Answers.Where(answer => !left.Contains(answer.Field)).Select(Line).Prepend($"{London.Say(taken.At)}, {taken.Fact.By.Name}, {taken.Fact.By.Title}")
               select line,
        ]);
    }

    /// <summary>On one line: a line break in an answer could pass for another entry.</summary>
    private static string Line(FieldAnswer answer) => $"{answer.Label}{(answer.Label.EndsWith('?') ? "" : ":")} {answer.Says.ReplaceLineEndings(" ")}";
}
