namespace TeamsCctv.Domain.Policies;

/// <summary>
/// A kind of case that runs by a form, a decision and steps alone, all of them the policy's: a disclosure, a covert
/// monitoring, the approval of a viewer. A download has rules of its own.
/// </summary>
/// <param name="Clause">What allows it, or forbids it.</param>
/// <param name="Ask">The positions that open one.</param>
/// <param name="Form">What is asked when one is opened.</param>
/// <param name="Decision">Null where opening it needs nobody else.</param>
/// <param name="Steps">What happens then; one of them closes the case.</param>
/// <param name="Tell">The positions that are shown it as soon as it is opened.</param>
/// <param name="Appoints">The office that it gives once it is decided.</param>
/// <param name="Absence">Whoever opens it is away for a time: what they decide goes to others.</param>
/// <param name="Trains">It says that somebody was trained.</param>
/// <param name="IsDisclosure">It belongs in the disclosure log.</param>
/// <param name="FootageFrom">The field that says when footage starts which is still on the recorder and must be preserved.</param>
/// <param name="Remind">Null where nobody is reminded.</param>
/// <param name="Forbidden">The policy knows this kind and forbids it: what to do instead.</param>
/// <param name="Paper">The policy's own form, in its order; null where it is the form, the decision and the steps one after another.</param>
/// <param name="Clocks">The dates by which something must be done in it.</param>
/// <param name="Book">The book it is entered in, among <see cref="MatterBooks"/>; null where it is in none.</param>
/// <param name="Adoption">The first of it opens by itself, counted from the adoption of the policy; null where people open each.</param>
/// <param name="Columns">The columns of that book, in the policy's order; null for ours.</param>
public sealed record MatterKind(
    string Id,
    string Title,
    string Clause,
    IReadOnlyList<string> Ask,
    IReadOnlyList<FormField> Form,
    MatterDecision? Decision = null,
    IReadOnlyList<MatterStep>? Steps = null,
    IReadOnlyList<string>? Tell = null,
    OfficeRule? Appoints = null,
    bool IsDisclosure = false,
    string? FootageFrom = null,
    ReminderRule? Remind = null,
    string? Forbidden = null,
    AbsenceRule? Absence = null,
    TrainingRule? Trains = null,
    IReadOnlyList<PaperSection>? Paper = null,
    IReadOnlyList<ClockRule>? Clocks = null,
    string? Book = null,
    IReadOnlyList<BookColumn>? Columns = null,
    AdoptionRule? Adoption = null)
{
    public MatterStep? Step(string id) => Steps?.FirstOrDefault(step => step.Id == id);
}

/// <summary>
/// Where nobody has opened such a case yet, it opens by itself once the first reminder of its clock is due, as if it had been opened
/// when the school first adopted the policy.
/// </summary>
/// <param name="On">The field of the form, and of the clock, that holds the day of adoption.</param>
/// <param name="What">The field that says so.</param>
public sealed record AdoptionRule(string On, string What);

/// <summary>The books that pages list cases in.</summary>
public static class MatterBooks
{
    public const string Access = "access";
    public const string Foi = "foi";
    public const string Breach = "breach";
    public const string Complaint = "complaint";

    public static readonly IReadOnlyList<string> All = [Access, Foi, Breach, Complaint];
}

/// <summary>A column of a book: a field of the form, or <c>due:</c> and a clock's id, or <c>step:</c> and a step's id, or <c>state</c>.</summary>
/// <param name="Else">The field that stands in it where the first is empty.</param>
/// <param name="Unlike">It is left empty unless this field is given and says something else.</param>
public sealed record BookColumn(string Heading, string Of, string? Else = null, string? Unlike = null);

/// <summary>Who decides, on what question, and what approving says.</summary>
/// <param name="By">The positions; in the policy's order.</param>
/// <param name="Statement">What approving says; <c>{title}</c> stands for the signer's title.</param>
/// <param name="Form">What the decider says with an approval, for example how much may go.</param>
/// <param name="Needs">Steps without which nothing can be approved: the evidence.</param>
/// <param name="Otherwise">Who decides where nobody of <paramref name="By"/> may.</param>
/// <param name="Refusals">The policy's own grounds for refusing, one of which is named with a refusal.</param>
public sealed record MatterDecision(
    IReadOnlyList<string> By,
    string Clause,
    string Question,
    string Statement,
    IReadOnlyList<FormField>? Form = null,
    IReadOnlyList<string>? Needs = null,
    IReadOnlyList<string>? Otherwise = null,
    IReadOnlyList<FieldChoice>? Refusals = null);

/// <summary>
/// Where nothing has been recorded in a case for so many days, those whose turn it is are reminded; from the second time
/// on <paramref name="Then"/> are shown it as well.
/// </summary>
/// <param name="Days">1 to 90.</param>
public sealed record ReminderRule(int Days, IReadOnlyList<string> Then);

/// <summary>Something that is done in a case and put on the record.</summary>
/// <param name="Title">The button.</param>
/// <param name="By">The positions that do it.</param>
/// <param name="Asker">Whoever opened the case does it too.</param>
/// <param name="Early">While the decision is still open.</param>
/// <param name="Repeats">As often as it happens; otherwise once.</param>
/// <param name="Closes">The case is closed by it.</param>
/// <param name="IsTask">Its doers are shown the case as soon as they may do it.</param>
/// <param name="Needs">Steps that must be done before.</param>
/// <param name="Unless">Steps after which it can be done no more.</param>
/// <param name="Outside">Null where only staff fill it in.</param>
/// <param name="NeedsOne">Steps one of which must be done before.</param>
/// <param name="NotBy">Steps whose doer leaves this one to somebody else: nobody countersigns what they wrote.</param>
/// <param name="Guards">What, said in the case, keeps it back.</param>
/// <param name="OnPage">It is taken on the case's page: a card has room for a few forms only.</param>
/// <param name="Mail">It sends a mail; null where it sends none.</param>
/// <param name="Amends">What it says in a field that the opening form has too counts from then on.</param>
/// <param name="TaskOnce">Its doers are shown the case once this field of the form is given; null for at once.</param>
public sealed record MatterStep(
    string Id,
    string Title,
    string Clause,
    IReadOnlyList<string> By,
    IReadOnlyList<FormField> Form,
    bool Asker = false,
    bool Early = false,
    bool Repeats = false,
    bool Closes = false,
    bool IsTask = false,
    IReadOnlyList<string>? Needs = null,
    IReadOnlyList<string>? Unless = null,
    OutsideRule? Outside = null,
    MailRule? Mail = null,
    bool Amends = false,
    string? TaskOnce = null,
    IReadOnlyList<string>? NeedsOne = null,
    bool OnPage = false,
    IReadOnlyList<string>? NotBy = null,
    IReadOnlyList<StepGuard>? Guards = null)
{
    /// <summary>Whether all that it needs is done.</summary>
    public bool IsReady(Func<string, bool> done) => (Needs ?? []).All(done) && (NeedsOne is null || NeedsOne.Any(done));

    /// <summary>The field that takes a file, or null: a card cannot take one, so with it the whole step is on a page.</summary>
    public FormField? Attaches() => Form.FirstOrDefault(one => one.Type == FieldType.Document);
}

/// <summary>Somebody who is not staff may fill a step in and sign it, through a link that works once.</summary>
/// <param name="Title">What the form is called to them.</param>
/// <param name="Button">Makes the link.</param>
/// <param name="Says">What they say by signing.</param>
public sealed record OutsideRule(string Title, string Button, string Says);

/// <summary>A section of a policy's form on paper.</summary>
/// <param name="Parts">What is in it, in its order: <see cref="Form"/>, <see cref="Decision"/> or the id of a step.</param>
public sealed record PaperSection(string Heading, IReadOnlyList<string> Parts)
{
    /// <summary>What is asked when the case is opened.</summary>
    public const string Form = "form";

    /// <summary>The decision and its signature.</summary>
    public const string Decision = "decision";
}

/// <summary>The office that a case gives to the person its form names, between the days it names.</summary>
/// <param name="Position">The position.</param>
/// <param name="IsAlternate">As the nominated alternate of whoever opened the case (AL-AppI).</param>
/// <param name="EndsWith">The step that ends it early.</param>
public sealed record OfficeRule(string Position, string Person, string From, string Until, bool IsAlternate = false, string? EndsWith = null);

/// <summary>Whoever opens the case is away from that day on, up to and including the day in <paramref name="Until"/>.</summary>
/// <param name="EndsWith">The step by which they are back earlier.</param>
public sealed record AbsenceRule(string Until, string EndsWith);

/// <summary>The person in one field was trained on the day in another; where a third is filled in, it counts until then.</summary>
/// <param name="EndsWith">The step that takes it back.</param>
public sealed record TrainingRule(string Person, string On, string Until, string EndsWith);

/// <summary>One field of a form.</summary>
/// <param name="Missing">What is said at the field where it is left empty; a field without it may be.</param>
/// <param name="Clause">
/// Where the policy itself insists: an unticked condition, an area off the list or a barred choice is then refused with
/// this clause, on the record, and not only pointed out.
/// </param>
/// <param name="Choices">Of a choice, and of ticks.</param>
/// <param name="After">The field of the same form that this day must not come before, or this moment must come after.</param>
/// <param name="If">It must be filled in only where this holds; otherwise it may be.</param>
/// <param name="Since">Of a moment in a step: it must not come before the approval.</param>
/// <param name="Over">Of a day: it must not be to come.</param>
/// <param name="Draft">What stands in it at first; what is in braces is filled in (see <c>Drafts</c>), <c>{=id}</c> with what the same form says in that field.</param>
/// <param name="Found">What a mail is read for fills it, for example <c>applicant</c>.</param>
/// <param name="Wanted">How a letter asks for it where it is missing.</param>
/// <param name="OnPaper">Only staff are asked for it, who type in what somebody outside signed on paper.</param>
public sealed record FormField(
    string Id,
    string Label,
    FieldType Type,
    string? Missing = null,
    string? Clause = null,
    IReadOnlyList<FieldChoice>? Choices = null,
    string? After = null,
    FieldCondition? If = null,
    bool Since = false,
    bool OnPaper = false,
    bool Over = false,
    string? Draft = null,
    string? Found = null,
    string? Wanted = null)
{
    public FieldChoice? Choice(string? id) => Choices?.FirstOrDefault(choice => choice.Id == id);
}

/// <summary>That another field of the same form holds one of these answers, among others where it is ticks.</summary>
public sealed record FieldCondition(string Field, IReadOnlyList<string> Is);

/// <summary>One answer of a choice.</summary>
/// <param name="Barred">The policy does not allow it: what to do instead.</param>
/// <param name="Letter">How a letter names it to who gets it, itself a draft; null for the title.</param>
public sealed record FieldChoice(string Id, string Title, string? Barred = null, string? Letter = null);

/// <summary>What a field holds.</summary>
public enum FieldType
{
    /// <summary>A line of at most 200 characters.</summary>
    Text,

    /// <summary>At most 1,000 characters.</summary>
    LongText,

    /// <summary>The text of a mail, at most 4,000 characters.</summary>
    Letter,

    /// <summary>One of the field's choices.</summary>
    Choice,

    /// <summary>Any of the field's choices, at least one where it must be filled in.</summary>
    Ticks,

    /// <summary>A sentence that must hold.</summary>
    Confirm,

    /// <summary>A day.</summary>
    Day,

    /// <summary>A day and a time that are over.</summary>
    Past,

    /// <summary>A camera of the school.</summary>
    Camera,

    /// <summary>Somebody in office at the school, but not who fills in the form.</summary>
    Colleague,

    /// <summary>A restricted area of the school's list.</summary>
    Area,

    /// <summary>A recording that the school keeps: while the case is under way it is held and must not be deleted.</summary>
    Recording,

    /// <summary>A file that is attached to the case: a PDF, a JPEG or a PNG. Only in a step, which is then taken on the case's page.</summary>
    Document,
}
