using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Protocols.Pdf;

namespace TeamsCctv.Features.Matters;

/// <summary>
/// A disclosure as the policy's form on paper, in the policy's order: what was filled in, who signed it with which record, and
/// lines to write on where nothing is yet. What is on the record beside the form stands at its end.
/// </summary>
public sealed class MatterPaper
{
    /// <param name="scene">With the profile that the case runs under.</param>
    public byte[] Write(Matter matter, MatterKind kind, Scene scene)
    {
        var sections = kind.Paper ?? [new(kind.Title, [PaperSection.Form, .. kind.Decision is null ? [] : new[] { PaperSection.Decision }, .. (kind.Steps ?? []).Select(step => step.Id)])];
        List<PdfBlock> blocks = [new PdfBlock.Line("Reference number", matter.Id), new PdfBlock.Line("School", scene.School.Name), new PdfBlock.Line("Where it stands", DisclosureLog.Says(matter.State))];
        foreach (var section in sections)
        {
            blocks.Add(new PdfBlock.Heading(section.Heading));
            blocks.AddRange(section.Parts.SelectMany(part => Part(part, matter, kind)));
        }

        if (matter.Refused is { } no)
            blocks.AddRange([new PdfBlock.Heading("Refused"), new PdfBlock.Line("Why", $"{(no.Fact.Ground is { } ground ? $"{ground}. " : "")}{no.Fact.Reason}"), Signature(Signed(no.Fact.By, no.At, no.Record))]);
        var elsewhere = matter.Steps.Where(step => !sections.SelectMany(section => section.Parts).Contains(step.Fact.Step)).ToList();
        if (elsewhere.Count > 0)
            blocks.Add(new PdfBlock.Heading("Also on the record"));
        blocks.AddRange(elsewhere.SelectMany(step => Taken(step, kind.Step(step.Fact.Step))));
        return PdfWriter.Write(new PdfForm(
            kind.Title, $"{scene.School.Name} · {matter.Id} · as of {London.Say(scene.Now)} · {scene.Policy.Title}, version {scene.Policy.Version}", scene.Now.ToDateTimeOffset(), blocks));
    }

    private static IEnumerable<PdfBlock> Part(string part, Matter matter, MatterKind kind) => part switch
    {
        PaperSection.Form => [.. Fields(kind.Form, matter.Opened!.Answers), Signature(Signed(matter.Opened.By, matter.At, matter.Record))],
        PaperSection.Decision => Decision(matter, kind.Decision!),
        _ when matter.Steps.Where(step => step.Fact.Step == part).ToList() is [_, ..] taken => taken.SelectMany(step => Taken(step, kind.Step(part))),
        _ when kind.Step(part) is { } open => [new PdfBlock.Part(open.Title), .. Fields(open.Form, []), Signature(null)],
        _ => [],
    };

    private static IEnumerable<PdfBlock> Decision(Matter matter, MatterDecision decision) =>
    [
        new PdfBlock.Part(decision.Question),
        .. Fields(decision.Form ?? [], matter.Approved?.Fact.Answers ?? []),
        .. matter.Approved is { } yes
            ? [new PdfBlock.Line("Statement", yes.Fact.Statement), Signature(Signed(yes.Fact.By, yes.At, yes.Record))]
            : new[] { Signature(null) },
    ];

    private static IEnumerable<PdfBlock> Taken(Signed<MatterStepTaken> step, MatterStep? rule) =>
    [
        new PdfBlock.Part(step.Fact.Title),
        .. Fields(rule?.Form ?? [], step.Fact.Answers),
        .. step.Fact.Answers.Where(answer => rule?.Form.Any(field => field.Id == answer.Field) != true).Select(answer => new PdfBlock.Line(answer.Label, answer.Says)),
        Signature(Signed(step.Fact.By, step.At, step.Record)),
    ];

    private static IEnumerable<PdfBlock> Fields(IReadOnlyList<FormField> form, IReadOnlyList<FieldAnswer> answers)
    {
        foreach (var field in form)
        {
            var answer = answers.FirstOrDefault(given => given.Field == field.Id);
            yield return field.Type switch
            {
                FieldType.Choice or FieldType.Ticks => new PdfBlock.Boxes(field.Label, [.. Choices(field, answer)]),
                FieldType.Confirm => new PdfBlock.Boxes("", [(answer is not null, field.Label)]),
                _ => new PdfBlock.Line(field.Label, answer?.Says),
            };
        }
    }

    private static IEnumerable<(bool, string)> Choices(FormField field, FieldAnswer? answer)
    {
        string[] given = field.Type == FieldType.Ticks ? answer?.Value.Split(',') ?? [] : answer is null ? [] : [answer.Value];
        return field.Choices!.Where(choice => choice.Barred is null).Select(choice => (given.Contains(choice.Id), choice.Title));
    }

    private static string Signed(Signatory by, NodaTime.Instant at, long record) => $"{by.Name}, {by.Title}\n{London.Say(at)}, record {record}";

    private static PdfBlock.Line Signature(string? signed) => new("Signature, name, position and date", signed);
}
