namespace TeamsCctv.Domain.Policies;

/// <summary>What a profile's kinds of case must be: every reference there, every text said, every case able to end.</summary>
internal static class MatterCheck
{
    private const int MostFields = 24;
    private const int MostSteps = 12;
    private const int MostButtons = 6;

    public static IEnumerable<string> Errors(Policy policy) =>
    [
        .. Twice("$.matters", "id", (policy.Matters ?? []).Select(kind => kind.Id)),
        .. (policy.Matters ?? []).SelectMany((kind, i) => Kind($"$.matters[{i}]", kind, policy)),
    ];

    private static List<string> Kind(string path, MatterKind kind, Policy policy)
    {
        List<string> errors =
        [
            .. Said($"{path}.id", kind.Id), .. Said($"{path}.title", kind.Title),
            .. Positions($"{path}.ask", kind.Ask, policy),
            .. Form($"{path}.form", kind.Form, canBeEmpty: kind.Forbidden is not null),
            .. (kind.Form ?? []).Where(field => field.Type == FieldType.Recording).Skip(1).Select(field => $"{path}.form: {field.Id} is a second Recording; a case is about one"),
            .. kind.Decision is not null ? [] : (kind.Steps ?? []).SelectMany(step => step.Form ?? []).Where(field => field.Since).Select(field => $"{path}.steps: {field.Id} is since the approval, but nobody approves"),
            .. NoDocument($"{path}.form", kind.Form),
            .. (kind.Form ?? []).Where(field => field.Since).Select(field => $"{path}.form: {field.Id} cannot be since the case was allowed, which it is not yet"),
            .. Twice($"{path}.steps", "id", (kind.Steps ?? []).Select(step => step.Id)),
        ];
        if (kind.Tell is { } tell)
            errors.AddRange(Positions($"{path}.tell", tell, policy));
        if (kind.Decision is { } decision)
            errors.AddRange(Decision($"{path}.decision", decision, kind, policy));
        foreach (var (step, j) in (kind.Steps ?? []).Select((step, j) => (step, j)))
            errors.AddRange(Step($"{path}.steps[{j}]", step, kind, policy));
        if (kind.Forbidden is null && (kind.Steps is not null || kind.Decision is not null) && kind.Steps?.Any(step => step.Closes) != true)
            errors.Add($"{path}.steps: no step closes the case; give one of them \"closes\": true");
        else if (kind.Forbidden is null && kind.Steps?.Any(step => step.Closes && CanBeDone(step, kind, [])) == false)
            errors.Add($"{path}.steps: no step that closes the case can ever be taken, because of what it needs; a needed step must not need it, nor be barred by \"unless\" before it");
        if (kind.Steps?.Count > MostSteps)
            errors.Add($"{path}.steps: {kind.Steps.Count} steps; at most {MostSteps}");
        errors.AddRange(policy.Positions
            .Where(position => Buttons(kind, position.Id) > MostButtons)
            .Select(position => $"{path}.steps: {Buttons(kind, position.Id)} of them for the {position.Id}; a card has at most {MostButtons} buttons"));
        if (kind.Id?.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-') != true)
            errors.Add($"{path}.id: {kind.Id} is not made of a–z, 0–9 and hyphens");
        if (kind.Remind is { } remind)
            errors.AddRange([.. Positions($"{path}.remind.then", remind.Then, policy), .. remind.Days is < 1 or > 90 ? [$"{path}.remind.days: 1 to 90"] : Array.Empty<string>()]);
        if (kind.FootageFrom is { } from && kind.Form?.Any(field => field.Id == from && field.Type == FieldType.Past) != true)
            errors.Add($"{path}.footageFrom: {from} is not a field of the form that is a Past");
        errors.AddRange(EffectCheck.Errors(path, kind, policy));
        errors.AddRange(ClockCheck.Errors(path, kind, policy));
        errors.AddRange(Paper($"{path}.paper", kind));
        return errors;
    }

    /// <summary>How many steps one position could see on a card at once: those that shut each other out are counted as one.</summary>
    private static int Buttons(MatterKind kind, string position)
    {
        var theirs = (kind.Steps ?? []).Where(step => step.By?.Contains(position) == true || (step.Asker && kind.Ask?.Contains(position) == true)).ToList();
        return theirs.Count(step => (step.Needs ?? []).Concat(step.NeedsOne ?? []).Any(need => theirs.Exists(other => other.Id == need && !other.Repeats)));
    }

    /// <summary>Whether a step can be reached by taking what it needs first, and none of that shuts it or what it needs out.</summary>
    private static bool CanBeDone(MatterStep step, MatterKind kind, IReadOnlyList<string> before)
    {
        if (before.Contains(step.Id))
            return false;
        IReadOnlyList<MatterStep> needs = [.. (step.Needs ?? []).Select(kind.Step).OfType<MatterStep>()];
        return needs.All(need => CanBeDone(need, kind, [.. before, step.Id]))
            && (step.NeedsOne is null || step.NeedsOne.Select(kind.Step).OfType<MatterStep>().Any(need => CanBeDone(need, kind, [.. before, step.Id])))
            && !needs.Append(step).Any(one => needs.Any(other => one.Unless?.Contains(other.Id) == true));
    }

    private static IEnumerable<string> Decision(string path, MatterDecision decision, MatterKind kind, Policy policy) =>
    [
        .. Positions($"{path}.by", decision.By, policy), .. Said($"{path}.question", decision.Question),
        .. decision.Otherwise is { } next ? Positions($"{path}.otherwise", next, policy) : [],
        .. decision.Statement?.Contains("{title}", StringComparison.Ordinal) == true ? Array.Empty<string>() : [$"{path}.statement: a signature says in which office it is given; write a sentence with {{title}} in it"],
        .. Twice($"{path}.refusals", "id", (decision.Refusals ?? []).Select(ground => ground.Id)),
        .. Form($"{path}.form", decision.Form ?? [], canBeEmpty: true), .. Needs($"{path}.needs", decision.Needs, kind),
        .. NoDocument($"{path}.form", decision.Form),
        .. (decision.Needs ?? []).Where(need => kind.Step(need) is { Early: false }).Select(need => $"{path}.needs: {need} cannot be done before the decision; give it \"early\": true"),
    ];

    private static IEnumerable<string> Step(string path, MatterStep step, MatterKind kind, Policy policy) =>
    [
        .. Said($"{path}.id", step.Id), .. Said($"{path}.title", step.Title), .. Positions($"{path}.by", step.By, policy),
        .. Form($"{path}.form", step.Form, canBeEmpty: true), .. Needs($"{path}.needs", step.Needs, kind),
        .. Needs($"{path}.unless", step.Unless, kind), .. Needs($"{path}.needsOne", step.NeedsOne, kind),
        .. (step.Form ?? []).Where(field => field.Type == FieldType.Recording).Select(field => $"{path}.form: {field.Id} is a Recording; only what a case is opened with holds one"),
        .. Document(path, step), .. GuardCheck.Errors(path, step, kind),
        .. step.Id is PaperSection.Form or PaperSection.Decision ? [$"{path}.id: {step.Id} means a part of the form on paper; choose another"] : Array.Empty<string>(),
        .. step.Outside is { } outside ? Outside(path, step, outside) : [],
    ];

    private static IEnumerable<string> NoDocument(string path, IReadOnlyList<FormField>? form) => (form ?? [])
        .Where(field => field.Type == FieldType.Document)
        .Select(field => $"{path}: {field.Id} is a Document; a file is attached by a step");

    private static IEnumerable<string> Document(string path, MatterStep step)
    {
        var documents = (step.Form ?? []).Where(field => field.Type == FieldType.Document).ToList();
        return documents.Count == 0 ? [] :
        [
            .. documents.Skip(1).Select(field => $"{path}.form: {field.Id} is a second Document; a step takes one file"),
            .. step.Outside is null ? Array.Empty<string>() : [$"{path}.outside: {documents[0].Id} is a Document; a file is taken from staff only"],
            .. step.Form!.Where(field => field.Type is FieldType.Camera or FieldType.Colleague or FieldType.Area)
                .Select(field => $"{path}.form: {field.Id} is a {field.Type}; beside a Document, which is attached on a page, no list of the school is offered"),
        ];
    }

    private static IEnumerable<string> Outside(string path, MatterStep step, OutsideRule outside) =>
    [
        .. Said($"{path}.outside.title", outside.Title), .. Said($"{path}.outside.button", outside.Button), .. Said($"{path}.outside.says", outside.Says),
        .. step.Closes || step.Repeats ? [$"{path}.outside: a step that closes the case or repeats is left to staff"] : Array.Empty<string>(),
        .. step.Form?.Any(field => !field.OnPaper) != true ? [$"{path}.outside: the form asks nothing of somebody outside"] : Array.Empty<string>(),
        .. (step.Form ?? []).Where(field => field.Id == "signature").Select(_ => $"{path}.outside: the form has a signature of its own; call the field signature something else"),
        .. (step.Form ?? []).Where(field => !field.OnPaper && field.Type is FieldType.Camera or FieldType.Colleague or FieldType.Area or FieldType.Recording)
            .Select(field => $"{path}.outside: {field.Id} is a {field.Type}, and a school's lists are not shown outside; give it \"onPaper\": true or leave it out"),
    ];

    private static IEnumerable<string> Paper(string path, MatterKind kind)
    {
        var sections = kind.Paper ?? [];
        string[] known = [PaperSection.Form, .. kind.Decision is null ? Array.Empty<string>() : [PaperSection.Decision], .. (kind.Steps ?? []).Select(step => step.Id)];
        return
        [
            .. sections.SelectMany((section, i) => Said($"{path}[{i}].heading", section.Heading)),
            .. sections.SelectMany((section, i) => section.Parts.Where(part => !known.Contains(part)).Select(part => $"{path}[{i}].parts: {part} is not one of {string.Join(", ", known)}")),
            .. Twice(path, "part", sections.SelectMany(section => section.Parts)),
            .. kind.Paper is not null && !sections.SelectMany(section => section.Parts).Contains(PaperSection.Form) ? [$"{path}: the form itself is in no section"] : Array.Empty<string>(),
        ];
    }

    private static IEnumerable<string> Form(string path, IReadOnlyList<FormField>? form, bool canBeEmpty)
    {
        if (form is null || (form.Count == 0 && !canBeEmpty))
            return [$"{path}: missing or empty; a form has at least one field"];
        if (form.Count > MostFields)
            return [$"{path}: {form.Count} fields; a card holds at most {MostFields}"];
        return
        [
            .. Twice(path, "id", form.Select(field => field.Id)),
            .. form.Where(field => field.If is { } only && form.FirstOrDefault(other => other.Id == only.Field)?.Choices is var choices && only.Is.Any(answer => choices?.Any(choice => choice.Id == answer) != true))
                .Select(field => $"{path}: {field.Id} depends on {field.If!.Field}, which is no Choice and no Ticks of the form with the answers {string.Join(", ", field.If.Is)}"),
            .. form.Where(field => field.After is not null && !form.Any(other => other.Id == field.After && other.Type == field.Type && field.Type is FieldType.Past or FieldType.Day))
                .Select(field => $"{path}: {field.Id} comes after {field.After}, which is no field of the form of the same type, Past or Day"),
            .. form.SelectMany((field, i) => Field($"{path}[{i}]", field)),
        ];
    }

    private static List<string> Field(string path, FormField field)
    {
        List<string> errors = [.. Said($"{path}.id", field.Id), .. Said($"{path}.label", field.Label)];
        if (!Enum.IsDefined(field.Type))
            errors.Add($"{path}.type: not one of {string.Join(", ", Enum.GetNames<FieldType>())}");
        if ((field.Type is FieldType.Choice or FieldType.Ticks) != (field.Choices is [_, ..]))
            errors.Add($"{path}.choices: a Choice has at least one, Ticks too, and no other field has any");
        if (field.Choices?.Any(choice => choice.Id?.Contains(',', StringComparison.Ordinal) == true) == true)
            errors.Add($"{path}.choices: an id holds a comma, by which several are told apart");
        errors.AddRange(Twice($"{path}.choices", "id", (field.Choices ?? []).Select(choice => choice.Id)));
        if (field.Since && field.Type != FieldType.Past)
            errors.Add($"{path}.since: only a Past can be since the case was allowed");
        if (field.Clause is null && (field.Choices ?? []).Any(choice => choice.Barred is not null))
            errors.Add($"{path}.clause: a choice is barred; name the clause that bars it");
        return errors;
    }

    private static IEnumerable<string> Said(string path, string? text) =>
        string.IsNullOrWhiteSpace(text) ? [$"{path}: nothing is said; write a text"] : [];

    internal static IEnumerable<string> Positions(string path, IReadOnlyList<string>? ids, Policy policy)
    {
        var known = string.Join(", ", policy.Positions.Select(position => position.Id));
        return ids is not [_, ..]
            ? [$"{path}: must name at least one position of {known}"]
            : ids.Where(id => policy.Position(id) is null).Select(id => $"{path}: {id} is not one of $.positions, which are {known}");
    }

    internal static IEnumerable<string> Needs(string path, IReadOnlyList<string>? steps, MatterKind kind) => (steps ?? [])
        .Where(step => kind.Step(step) is null)
        .Select(step => $"{path}: {step} is not one of the steps, which are {string.Join(", ", (kind.Steps ?? []).Select(known => known.Id))}");

    private static IEnumerable<string> Twice(string path, string what, IEnumerable<string> values) => values
        .GroupBy(value => value, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Skip(1).Any())
        .Select(group => $"{path}: the {what} {group.Key} is there twice; each may be there once");
}
