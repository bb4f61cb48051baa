using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Domain.Tests.Policies;

public sealed class PolicyCheckTests
{
    private static readonly Policy Al = World.Al;

    public static TheoryData<string, Policy> Wrong => new()
    {
        { "$.log: missing or empty; a profile has id,", Al with { Log = null! } },
        { "$.log.columns: missing or empty", Al with { Log = Al.Log with { Columns = [] } } },
        { "$.grounds: missing or empty", Al with { Grounds = [] } },
        { "$.positions: an entry is null", Al with { Positions = [Al.Positions[0], null!] } },
        { "$.id: nothing is said", Al with { Id = "" } },
        { "$.regime: nothing is said", Al with { Regime = null! } },
        { "$.clauses[1].says: nothing is said", Al with { Clauses = [Al.Clauses[0], Al.Clauses[1] with { Says = " " }, .. Al.Clauses.Skip(2)] } },
        { "$.positions[0].title: nothing is said", Al with { Positions = [Al.Positions[0] with { Title = "" }, .. Al.Positions.Skip(1)] } },
        { "$.positions[0].synonyms[0]: nothing is said", Al with { Positions = [Al.Positions[0] with { Synonyms = [""] }, .. Al.Positions.Skip(1)] } },
        { "$.grounds[2].title: nothing is said", Al with { Grounds = [Al.Grounds[0], Al.Grounds[1], Al.Grounds[2] with { Title = null! }, .. Al.Grounds.Skip(3)] } },
        { "$.log.columns[0].heading: nothing is said", Al with { Log = Al.Log with { Columns = [new(LogCell.Reason, "")] } } },
        { "$.download.statement: a signature says in which office", Al with { Download = Al.Download with { Statement = "I authorise this." } } },
        { "$.deletion.statement: a signature says in which office", Al with { Deletion = Al.Deletion with { Statement = null! } } },
        { "$.download.askClause: AL-99 is not one of $.clauses, which are AL-3.2, AL-3.5,", Al with { Download = Al.Download with { AskClause = "AL-99" } } },
        { "$.faults.clause: nothing is not one of $.clauses", Al with { Faults = Al.Faults with { Clause = null! } } },
        { "$.grounds[0].clause: AL-99 is not one of", Al with { Grounds = [Al.Grounds[0] with { Clause = "AL-99" }, .. Al.Grounds.Skip(1)] } },
        { "$.deletion.decide: caretaker is not one of $.positions, which are headteacher,", Al with { Deletion = Al.Deletion with { Decide = ["caretaker"] } } },
        { "$.grounds[0].positions: caretaker is not one of", Al with { Grounds = [Al.Grounds[0] with { Positions = ["caretaker"] }, .. Al.Grounds.Skip(1)] } },
        { "$.download.decide: must name at least one position of headteacher,", Al with { Download = Al.Download with { Decide = [] } } },
        { "$.clauses: the id AL-3.2 is there twice", Al with { Clauses = [.. Al.Clauses, Al.Clauses[0]] } },
        { "$.positions: the id dpo is there twice", Al with { Positions = [.. Al.Positions, Al.Positions.Single(position => position.Id == "dpo") with { Title = "Another" }] } },
        { "$.positions: the title or synonym Principal is there twice", Al with { Positions = [.. Al.Positions, new("principal", "Principal", "AL-3.2")] } },
        { "$.grounds: the id crime is there twice", Al with { Grounds = [.. Al.Grounds, Al.Grounds[0] with { Title = "Another" }] } },
        { "$.log.columns: the cell DeletedOn is there twice", Al with { Log = Al.Log with { Columns = [.. Al.Log.Columns, Al.Log.Columns[^1]] } } },
        { "$.log.columns[0].cell: 99 is not one of DownloadAuthorised,", Al with { Log = Al.Log with { Columns = [new((LogCell)99, "Odd")] } } },
        { "$.version: must be 1 or more", Al with { Version = 0 } },
        { "$.retention.recorderDays: 1 to 366", Al with { Retention = Al.Retention with { RecorderDays = 0 } } },
        { "$.download.decide: must name at least one position of headteacher,", Al with { Download = Al.Download with { Decide = [], Statement = "I sign as {title}." } } },
        { "$.deletion.decide: must name at least one position of headteacher,", Al with { Deletion = Al.Deletion with { Decide = null! } } },
        { "$.download.recordClause: nothing is not one of", Al with { Download = Al.Download with { AskerRecords = false } } },
        { "$.viewing.permit: caretaker is not one of", Al with { Viewing = Al.Viewing with { Permit = ["caretaker"], PermitClause = "AL-9.2" } } },
        { "$.viewing.permitClause: nothing is not one of", Al with { Viewing = Al.Viewing with { Permit = ["headteacher"] } } },
        { "$.grounds[0].condition.asks: nothing is said", Al with { Grounds = [Al.Grounds[0] with { Condition = new(" ", "AL-9.4") }] } },
        { "$.grounds[0].condition.clause: AL-99 is not one of", Al with { Grounds = [Al.Grounds[0] with { Condition = new("Why?", "AL-99") }] } },
        { "$.uses: missing or empty", Al with { Uses = [] } },
        { "$.uses[0].title: nothing is said", Al with { Uses = [new("inquiry", "", "AL-9.5")] } },
        { "$.uses[0].clause: AL-99 is not one of", Al with { Uses = [new("inquiry", "Inquiry", "AL-99")] } },
        { "$.uses: the id inquiry is there twice", Al with { Uses = [new("inquiry", "Inquiry", "AL-9.5"), new("inquiry", "Another", "AL-9.5")] } },
        { "$.retention.reasonAfterDays: 1 to 366", Al with { Retention = Al.Retention with { ReasonAfterDays = 0, ReasonClause = "AL-13.2" } } },
        { "$.retention.reasonClause: nothing is not one of", Al with { Retention = Al.Retention with { ReasonAfterDays = 30 } } },
        { "$.training.clause: AL-99 is not one of", Al with { Training = new("AL-99") } },
        { "$.training.months: 1 to 120", Al with { Training = new("AL-14.1", 0) } },
        { "$.training: nobody could ever be trained", Al with { Matters = null } },
        { "$.download.remind.then: caretaker is not one of", Al with { Download = Al.Download with { Remind = new(2, ["caretaker"]) } } },
        { "$.download.otherwise: caretaker is not one of", Al with { Download = Al.Download with { Otherwise = ["caretaker"] } } },
        { "$.deletion.otherwise: must name at least one position", Al with { Deletion = Al.Deletion with { Otherwise = [] } } },
        { "$.matters[0].steps: at is since the approval, but nobody approves", Kind(kind => kind with { Steps = [Step("end") with { Form = [new("at", "At", FieldType.Past, Since: true)] }] }) },
        { "$.deletion.remind.days: 1 to 90", Al with { Deletion = Al.Deletion with { Remind = new(91, ["dpo"]) } } },
        { "$.download.remind: nobody signs", Al with { Download = Al.Download with { Decide = [], Statement = null } } },
        { "$.matters[0].steps[0].form: recording is a Recording; only what a case is opened with", Kind(kind => kind with { Steps = [Step("end") with { Form = [Recording] }] }) },
        { "$.matters[0].form: file is a Document; a file is attached by a step", Kind(kind => kind with { Form = [Document] }) },
        { "$.matters[0].decision.form: file is a Document; a file is attached by a step", WithPolice(Police with { Decision = Police.Decision! with { Form = [Document] } }) },
        { "$.matters[0].steps[0].form: second is a second Document", Kind(kind => kind with { Steps = [Step("end") with { Form = [Document, Document with { Id = "second" }] }] }) },
        { "$.matters[0].steps[0].form: camera is a Camera; beside a Document", Kind(kind => kind with { Steps = [Step("end") with { Form = [Document, new("camera", "Camera", FieldType.Camera)] }] }) },
        { "$.matters[0].steps[0].outside: file is a Document; a file is taken from staff only", WithStep(step => step with { Form = [.. step.Form, Document] }) },
        { "$.matters[0].form: second is a second Recording", Kind(kind => kind with { Form = [Recording, Recording with { Id = "second" }] }) },
        { "$.matters[0].form: at cannot be since the case was allowed", Kind(kind => kind with { Form = [new("at", "At", FieldType.Past, Since: true)] }) },
        { "$.matters[0].steps[0].form[0].since: only a Past", Kind(kind => kind with { Decision = new(["headteacher"], "AL-9.2", "May it be?", "I agree as {title}."), Steps = [Step("end") with { Form = [new("day", "Day", FieldType.Day, Since: true)] }] }) },
        { "$.matters[0].steps: no step that closes the case can ever be taken", Kind(kind => kind with { Steps = [Step("end") with { Needs = ["first"] }, Step("first") with { Closes = false, Needs = ["end"] }] }) },
        { "$.matters[0].steps: no step that closes the case can ever be taken", Kind(kind => kind with { Steps = [Step("end") with { Needs = ["first"], Unless = ["first"] }, Step("first") with { Closes = false }] }) },
        { "$.matters[0].absence.until: day is not a field of the form that must be filled in and is a Day", Kind(kind => kind with { Absence = new("day", "end") }) },
        { "$.matters[0].absence.endsWith: gone is not one of the steps", Kind(kind => kind with { Form = [new("day", "Day", FieldType.Day, "Give it.")], Absence = new("day", "gone") }) },
        { "$.matters[0].trains.person: who is not a field of the form", Kind(kind => kind with { Form = [new("day", "Day", FieldType.Day, "Give it.")], Trains = new("who", "day", "day", "end") }) },
        { "$.oversight.positions: caretaker is not one of the positions, which are headteacher,", Al with { Oversight = Al.Oversight! with { Positions = ["caretaker"] } } },
        { "$.oversight.positions: must name at least one of the positions headteacher,", Al with { Oversight = Al.Oversight! with { Positions = [] } } },
        { "$.oversight.numbers: caretaker is not one of the positions", Al with { Oversight = Al.Oversight! with { Numbers = ["caretaker"] } } },
        { "$.oversight.titles: Chief is not one of the titles, which are Headteacher, Head of School,", Al with { Oversight = Al.Oversight! with { Titles = ["Chief"] } } },
        { "$.oversight.titlesClause: nothing is not one of $.clauses", Al with { Oversight = Al.Oversight! with { TitlesClause = null } } },
        { "$.oversight.clause: AL-99 is not one of $.clauses", Al with { Oversight = Al.Oversight! with { Clause = "AL-99" } } },
        { "$.oversight.made: handed-over is not one of the steps of disclosures, which are release,", Al with { Oversight = Al.Oversight! with { Made = ["handed-over"] } } },
        { "$.retention.downloadMonths: 1 to 120", Al with { Retention = Al.Retention with { DownloadMonths = 121 } } },
        { "$.matters[0].steps[0].outside: a step that closes the case or repeats is left to staff", WithStep(step => step with { Closes = true }) },
        { "$.matters[0].steps[0].outside: a step that closes the case or repeats is left to staff", WithStep(step => step with { Repeats = true }) },
        { "$.matters[0].steps[0].outside: the form asks nothing of somebody outside", WithStep(step => step with { Form = [.. step.Form.Select(asked => asked with { OnPaper = true })] }) },
        { "$.matters[0].steps[0].outside: camera is a Camera", WithStep(step => step with { Form = [.. step.Form, new("camera", "Camera", FieldType.Camera)] }) },
        { "$.matters[0].steps[0].outside: the form has a signature of its own", WithStep(step => step with { Form = [.. step.Form, new("signature", "Signature", FieldType.Text)] }) },
        { "$.matters[0].steps[0].outside.says: nothing is said", WithStep(step => step with { Outside = step.Outside! with { Says = " " } }) },
        { "$.matters[0].steps[0].id: form means a part of the form on paper", WithStep(step => step with { Id = "form" }) },
        { "$.matters[0].steps[0].form[0].choices: an id holds a comma", WithStep(step => step with { Form = [new("ticks", "Tick", FieldType.Ticks, Choices: [new("a,b", "Both")])] }) },
        { "$.matters[0].steps[0].form[0].choices: a Choice has at least one, Ticks too", WithStep(step => step with { Form = [new("ticks", "Tick", FieldType.Ticks)] }) },
        { "$.matters[0].paper[0].parts: tape is not one of form, decision, preserve,", WithPaper(new PaperSection("Section A", ["form", "tape"])) },
        { "$.matters[0].paper: the part form is there twice", WithPaper(new PaperSection("Section A", ["form"]), new PaperSection("Section B", ["form"])) },
        { "$.matters[0].paper: the form itself is in no section", WithPaper(new PaperSection("Section A", ["decision"])) },
        { "$.matters[0].paper[0].heading: nothing is said", WithPaper(new PaperSection("", ["form"])) },
    };

    private static readonly FormField Recording = new("recording", "Recording", FieldType.Recording);

    private static readonly FormField Document = new("file", "The document itself", FieldType.Document);

    private static MatterStep Step(string id) => new(id, "Step", "AL-9.2", ["headteacher"], [], Closes: true);

    /// <summary>A profile whose first kind of case is a sound one with something changed.</summary>
    private static Policy Kind(Func<MatterKind, MatterKind> change) => Al with
    {
        Matters = [change(new("odd", "Odd", "AL-9.2", ["headteacher"], [new("what", "What", FieldType.Text)], Steps: [Step("end")])), .. Al.Matters!],
    };

    private static MatterKind Police => Al.Matter("police")!;

    private static Policy WithPaper(params PaperSection[] sections) => WithPolice(Police with { Paper = sections });

    /// <summary>The step that the officer fills in, changed.</summary>
    private static Policy WithStep(Func<MatterStep, MatterStep> change) =>
        WithPolice(Police with { Steps = [change(Police.Step("terms")!), Police.Step("withdraw")!] });

    private static Policy WithPolice(MatterKind changed) => Al with { Matters = [changed, .. Al.Matters!.Where(kind => kind.Id != "police")] };

    [Fact]
    public void FirstError_TheShippedProfile_IsNull() => Assert.Null(PolicyCheck.FirstError(Al));

    [Fact]
    public void FirstError_NobodySignsAndNothingIsSaid_IsNull() => Assert.Null(PolicyCheck.FirstError(Al with
    {
        Download = Al.Download with { Decide = [], Statement = null, Remind = null },
        Deletion = Al.Deletion with { Decide = [], Statement = null, Remind = null },
        Retention = Al.Retention with { RecorderDays = null, DownloadMonths = null },
    }));

    [Theory]
    [MemberData(nameof(Wrong))]
    public void FirstError_SomethingWrong_NamesPathFaultAndWhatIsAllowed(string says, Policy policy) =>
        Assert.StartsWith(says, PolicyCheck.FirstError(policy), StringComparison.Ordinal);
}
