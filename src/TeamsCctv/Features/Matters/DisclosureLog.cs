using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Features.Following;

namespace TeamsCctv.Features.Matters;

/// <summary>Every disclosure of a school, asked for, refused or made (CG-7d, ME-A2.log).</summary>
public sealed class DisclosureLog(MatterList matters)
{
    /// <summary>Its columns, in their order.</summary>
    public static readonly IReadOnlyList<string> Headings =
        ["Reference number", "Asked", "Kind", "What is asked for", "Decision (signature)", "What was done", "State"];

    /// <summary>The newest first; what was a disclosure when it was recorded stays one.</summary>
    public async Task<IReadOnlyList<DisclosureRow>> RowsAsync(string school, CancellationToken cancellation) =>
        [.. (await matters.DisclosuresAsync(school, cancellation)).Select(Row)];

    private static DisclosureRow Row(Matter matter) => matter.Opened is not { } opened
        ? new(matter.Id, matter.Record, [London.Say(matter.At), "names erased", "", "", "", Says(matter.State)])
        : new(matter.Id, matter.Record,
        [
            $"{London.Say(matter.At)}, {opened.By.Name}, {opened.By.Title}",
            opened.Title,
            Lines(opened.Answers),
            matter switch
            {
                { Approved: { } yes } => string.Join('\n', [$"Approved: {Signature(yes.Fact.By)}, {London.Say(yes.At)}, record {yes.Record}", .. Say(yes.Fact.Answers)]),
                { Refused: { } no } => $"Refused: {Signature(no.Fact.By)}, {London.Say(no.At)}, record {no.Record}: {(no.Fact.Ground is { } ground ? $"{ground}. " : "")}{no.Fact.Reason}",
                _ => "",
            },
            string.Join('\n', matter.Steps.SelectMany(step => Say(step.Fact.Answers)
                .Prepend($"{step.Fact.Title}: {Signature(step.Fact.By)}, {London.Say(step.At)}, record {step.Record}"))),
            Says(matter.State),
        ]);

    private static string Signature(Signatory by) => $"{by.Name}, {by.Title}";

    private static string Lines(IEnumerable<FieldAnswer> answers) => string.Join('\n', Say(answers));

    /// <summary>Each answer on one line: a line break in it could pass for another entry.</summary>
    private static IEnumerable<string> Say(IEnumerable<FieldAnswer> answers) =>
        answers.Select(answer => $"{answer.Label}{(answer.Label.EndsWith('?') ? "" : ":")} {answer.Says.ReplaceLineEndings(" ")}");

    /// <summary>A state as people read it.</summary>
    public static string Says(MatterState state) => state switch
    {
        MatterState.Unsorted => "a mail that nobody has confirmed yet",
        MatterState.Waiting => "waits for a decision",
        MatterState.Refused => "refused",
        MatterState.Open => "under way",
        MatterState.Closed => "closed",
        _ => "names erased",
    };
}

/// <summary>A row of the disclosure log.</summary>
/// <param name="Cells">What stands after the reference, in the columns' order; lines are separate.</param>
public sealed record DisclosureRow(string Case, long Record, IReadOnlyList<string> Cells);
