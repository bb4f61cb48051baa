using TeamsCctv.Domain.Mail;

namespace TeamsCctv.Domain.Policies;

/// <summary>What a kind's clocks, mails and book must name: fields and steps that are there, and enough to count by.</summary>
internal static class ClockCheck
{
    public static IEnumerable<string> Errors(string path, MatterKind kind, Policy policy) =>
    [
        .. (kind.Clocks ?? []).SelectMany((clock, i) => Clock($"{path}.clocks[{i}]", clock, kind, policy)),
        .. (kind.Clocks ?? []).GroupBy(clock => clock.Id).Where(group => group.Skip(1).Any()).Select(group => $"{path}.clocks: the id {group.Key} is there twice; each may be there once"),
        .. kind.Adoption is not { } adoption ? Array.Empty<string>() : [.. Field($"{path}.adoption.on", adoption.On, kind, FieldType.Day), .. Field($"{path}.adoption.what", adoption.What, kind, FieldType.Text, FieldType.LongText), .. kind.Clocks?.Any(clock => clock.Kind == ClockKind.Months && clock.From == adoption.On) == true ? Array.Empty<string>() : [$"{path}.adoption.on: no clock in months counts from it"]],
        .. (kind.Steps ?? []).SelectMany((step, i) => Mail($"{path}.steps[{i}]", step, kind)),
        .. kind.Book is { } book && !MatterBooks.All.Contains(book) ? [$"{path}.book: not one of {string.Join(", ", MatterBooks.All)}"] : Array.Empty<string>(),
        .. (kind.Columns ?? []).Where(column => !IsColumn(column.Of, kind)).Select(column => $"{path}.columns: {column.Of} is no field of the form, no due: of a clock, no step: of a step, and not state"),
        .. (kind.Columns ?? []).SelectMany(column => new[] { column.Else, column.Unlike }).OfType<string>().Where(field => kind.Form?.Any(known => known.Id == field) != true)
            .Select(field => $"{path}.columns: {field} is no field of the form"),
        .. (kind.Form ?? []).Where(field => field.Over && field.Type != FieldType.Day).Select(field => $"{path}.form: {field.Id} is over, which only a Day can be"),
    ];

    /// <summary>What the policy says of the shared mailbox.</summary>
    public static IEnumerable<string> Errors(Policy policy)
    {
        if (policy.Mailbox is not { } mailbox)
            return [];
        var kinds = mailbox.Kinds ?? [];
        IReadOnlyList<string> sorts = [.. MailKinds.Sure, MailKinds.Unsure];
        return
        [
            .. MatterCheck.Positions("$.mailbox.lead", mailbox.Lead, policy),
            .. mailbox.Digest is { } digest ? MatterCheck.Positions("$.mailbox.digest", digest, policy) : [],
            .. sorts.Where(sort => !kinds.Any(kind => kind.Sorted == sort)).Select(sort => $"$.mailbox.kinds: nothing is said of {sort}"),
            .. kinds.SelectMany((kind, i) => Kind($"$.mailbox.kinds[{i}]", kind, mailbox, policy)),
            .. mailbox.Misuse is { } misuse ? Misuse(misuse, policy) : [],
            .. mailbox.Say is { Hours: < 1 or > 720 } ? ["$.mailbox.say.hours: 1 to 720"] : Array.Empty<string>(),
            .. mailbox.Say is { } say ? MatterCheck.Positions("$.mailbox.say.then", say.Then, policy) : [],
        ];
    }

    private static IEnumerable<string> Kind(string path, MailKind kind, MailboxRules mailbox, Policy policy)
    {
        if (policy.Matter(kind.Matter) is not { } matter)
            return [$"{path}.matter: {kind.Matter} is not one of $.matters"];
        return mailbox.Lead?.Any(lead => !matter.Ask.Contains(lead)) == true
            ? [$"{path}.matter: whoever sorts the mail must be among those who open {kind.Matter}"]
            : [];
    }

    private static IEnumerable<string> Misuse(MisuseRule misuse, Policy policy) =>
        policy.Matter(misuse.Matter) is not { } matter ? [$"$.mailbox.misuse.matter: {misuse.Matter} is not one of $.matters"] :
        [
            .. Field("$.mailbox.misuse.what", misuse.What, matter, FieldType.LongText), .. Field("$.mailbox.misuse.when", misuse.When, matter, FieldType.Past),
        ];

    private static IEnumerable<string> Clock(string path, ClockRule clock, MatterKind kind, Policy policy) =>
    [
        .. clock.Kind switch
        {
            ClockKind.Hours => Field($"{path}.from", clock.From, kind, FieldType.Past),
            _ => Field($"{path}.from", clock.From, kind, FieldType.Day, FieldType.Past),
        },
        .. clock.Stops is [_, ..] ? MatterCheck.Needs($"{path}.stops", clock.Stops, kind) : [$"{path}.stops: no step stops it"],
        .. Length(path, clock),
        .. clock.Extend is { } extend ? MatterCheck.Needs($"{path}.extend", [extend], kind) : [],
        .. (clock.ExtensionMonths > 0) == (clock.Extend is not null) ? Array.Empty<string>() : [$"{path}.extend: an extension has both a step and its months"],
        .. clock.Asks is { } asks ? Asks($"{path}.asks", asks, kind) : [],
        .. clock.Then is { } then ? MatterCheck.Positions($"{path}.then", then, policy) : [],
    ];

    private static string[] Length(string path, ClockRule clock) => clock switch
    {
        { Kind: ClockKind.Access, Months: >= 1 and <= 12, Days: null } or { Kind: ClockKind.Access, Months: null, Days: >= 1 and <= 366 } => [],
        { Kind: ClockKind.Hours, Hours: >= 1 and <= 720 } or { Kind: ClockKind.Days, Days: >= 1 and <= 366 } or { Kind: ClockKind.Months, Months: >= 1 and <= 120 } => [],
        { Kind: ClockKind.Foi or ClockKind.Complaint, Months: null, Days: null, Hours: null } => [],
        _ => [$"{path}: its length does not fit its kind: Access has months (1 to 12) or days (1 to 366), Hours has hours (1 to 720), Days has days, Months has months (1 to 120), Foi and Complaint have none"],
    };

    private static IEnumerable<string> Asks(string path, AskedFor asks, MatterKind kind)
    {
        foreach (var error in MatterCheck.Needs(path, [asks.Ask, asks.Got], kind))
            yield return error;
        if (kind.Step(asks.Ask) is not { } ask || kind.Step(asks.Got) is not { } got)
            yield break;
        var what = ask.Form.FirstOrDefault(field => field.Id == asks.What && field.Type == FieldType.Ticks);
        var arrived = got.Form.FirstOrDefault(field => field.Id == asks.Arrived && field.Type == FieldType.Ticks);
        if (what is null)
            yield return $"{path}.what: {asks.What} is no Ticks of the step {asks.Ask}";
        if (arrived is null)
            yield return $"{path}.arrived: {asks.Arrived} is no Ticks of the step {asks.Got}";
        if (!got.Form.Any(field => field.Id == asks.On && field is { Type: FieldType.Day, Over: true }))
            yield return $"{path}.on: {asks.On} is no Day of the step {asks.Got} that is over";
        foreach (var tick in new[] { asks.Identification, asks.Fee, asks.Authority, asks.Clarification }.OfType<string>())
        {
            if (what?.Choice(tick) is null || arrived?.Choice(tick) is null)
                yield return $"{path}: {tick} is not a tick of both steps";
        }
    }

    private static IEnumerable<string> Mail(string path, MatterStep step, MatterKind kind) =>
    [
        .. step.Mail is not { } mail ? Array.Empty<string>() :
        [
            .. In($"{path}.mail.to", mail.To, step, FieldType.Text), .. In($"{path}.mail.subject", mail.Subject, step, FieldType.Text), .. In($"{path}.mail.text", mail.Text, step, FieldType.Letter),
        ],
        .. step.TaskOnce is { } once && kind.Form?.Any(field => field.Id == once) != true ? [$"{path}.taskOnce: {once} is no field of the form"] : Array.Empty<string>(),
    ];

    private static string[] In(string path, string field, MatterStep step, FieldType type) =>
        step.Form?.Any(known => known.Id == field && known.Type == type) == true ? [] : [$"{path}: {field} is no {type} of the step"];

    private static IEnumerable<string> Field(string path, string field, MatterKind kind, params FieldType[] types) =>
        kind.Form?.Any(known => known.Id == field && types.Contains(known.Type)) == true ? [] : [$"{path}: {field} is no field of the form that is a {string.Join(" or a ", types)}"];

    private static bool IsColumn(string of, MatterKind kind) => of switch
    {
        "state" => true,
        ['d', 'u', 'e', ':', .. var clock] => kind.Clocks?.Any(known => known.Id == clock) == true,
        ['s', 't', 'e', 'p', ':', .. var step] => kind.Step(step) is not null,
        _ => kind.Form.Any(field => field.Id == of),
    };
}
