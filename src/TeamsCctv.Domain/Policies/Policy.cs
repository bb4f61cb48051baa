namespace TeamsCctv.Domain.Policies;

/// <summary>
/// One school's or trust's rules as data. Nothing here is decided by code: a rule names the positions it
/// lets act and the clause it comes from, and a decision only looks it up.
/// </summary>
/// <param name="Id">The profile's code, for example <c>AL</c>.</param>
/// <param name="Version">Counts up from 1 with every change to the profile.</param>
/// <param name="Hash">Lower-case hex SHA-256 of the profile file; every record names it.</param>
/// <param name="Regime">The law the policy is written under, as the policy says it.</param>
/// <param name="Matters">The kinds of case beside the download.</param>
/// <param name="Alternates">Nominated alternates act as those who nominated them (AL-AppI).</param>
/// <param name="Training">Who makes a download must be trained; null where the policy does not ask for it.</param>
/// <param name="Mailbox">Null where nobody reads the shared mailbox under the policy.</param>
/// <param name="Oversight">Null where the policy names nobody who watches over schools.</param>
public sealed record Policy(
    string Id,
    int Version,
    string Hash,
    string Title,
    string Regime,
    IReadOnlyList<Clause> Clauses,
    IReadOnlyList<Position> Positions,
    IReadOnlyList<Ground> Grounds,
    DownloadRules Download,
    ViewingRules Viewing,
    DeletionRules Deletion,
    RetentionRules Retention,
    LogRules Log,
    FaultRules Faults,
    IReadOnlyList<MatterKind>? Matters = null,
    IReadOnlyList<UseRule>? Uses = null,
    bool Alternates = true,
    TrainingNeed? Training = null,
    OversightRules? Oversight = null,
    MailboxRules? Mailbox = null)
{
    /// <summary>The clause with this id; profiles are validated so that every id used resolves.</summary>
    public Clause Clause(string id) =>
        Clauses.FirstOrDefault(clause => clause.Id == id) ?? throw new KeyNotFoundException($"{Id} has no clause {id}.");

    public Position? Position(string id) => Positions.FirstOrDefault(position => position.Id == id);

    public MatterKind? Matter(string id) => Matters?.FirstOrDefault(kind => kind.Id == id);

    public Ground? Ground(string id) => Grounds.FirstOrDefault(ground => ground.Id == id);

    public UseRule? Use(string id) => Uses?.FirstOrDefault(use => use.Id == id);
}

/// <summary>Who makes a download must have been trained, and that be on the register.</summary>
/// <param name="Months">So long a training counts, where the policy or the school sets a period; null where it sets none.</param>
public sealed record TrainingNeed(string Clause, int? Months = null);

/// <summary>A clause of the policy: its id in the catalogue and what it says, in our own words.</summary>
public sealed record Clause(string Id, string Says);

/// <summary>A position the policy knows. <paramref name="Synonyms"/> are job titles that count as it (AL-3.2).</summary>
public sealed record Position(string Id, string Title, string Clause, IReadOnlyList<string>? Synonyms = null);

/// <summary>The policy's reason that allows a download.</summary>
/// <param name="Positions">Who may ask on this ground.</param>
/// <param name="Outsiders">People who are not staff may be shown the footage in school (a parent, an officer).</param>
/// <param name="Condition">What must be true for the ground to hold, where the policy says so (JC-2).</param>
public sealed record Ground(
    string Id, string Title, string Clause, IReadOnlyList<string> Positions, bool Outsiders = false, GroundCondition? Condition = null);

/// <summary>A ground's condition: whoever asks on the ground states it.</summary>
/// <param name="Asks">The question they answer.</param>
public sealed record GroundCondition(string Asks, string Clause);

/// <summary>Who asks for, authorises and carries out a download.</summary>
/// <param name="Decide">Who may sign; empty where the policy asks for no second person, and then there is no statement either.</param>
/// <param name="DecideClause">The clause that names who signs, or that lets those who may ask do without.</param>
/// <param name="Statement">What approving says; <c>{title}</c> stands for the signer's title.</param>
/// <param name="AskerRecords">Whoever asked may make the download and record it; false leaves it to <paramref name="Record"/> alone.</param>
/// <param name="RecordClause">The clause that leaves it to them.</param>
/// <param name="Remind">Null where nobody is reminded of a decision that waits.</param>
/// <param name="Otherwise">Who signs where nobody of <paramref name="Decide"/> may.</param>
public sealed record DownloadRules(
    IReadOnlyList<string> Ask,
    string AskClause,
    IReadOnlyList<string> Decide,
    string DecideClause,
    IReadOnlyList<string> Record,
    string? Statement = null,
    bool AskerRecords = true,
    string? RecordClause = null,
    ReminderRule? Remind = null,
    IReadOnlyList<string>? Otherwise = null)
{
    /// <summary>Whether a second person has to sign.</summary>
    public bool IsSigned => Decide.Count > 0;
}

/// <summary>Who may see recordings, and where.</summary>
/// <param name="WhereClause">The clause that asks for a restricted area; null where the policy says nothing of it.</param>
/// <param name="Permit">Who may let others see a recording; null where nobody may.</param>
/// <param name="ByTitle">The log names viewers by their job titles (VL-A3.7).</param>
public sealed record ViewingRules(
    IReadOnlyList<string> See,
    string SeeClause,
    string? WhereClause = null,
    IReadOnlyList<string>? Permit = null,
    string? PermitClause = null,
    bool ByTitle = false);

/// <summary>Who asks for, authorises and carries out a deletion.</summary>
/// <inheritdoc cref="DownloadRules" path="/param[@name='Decide' or @name='DecideClause' or @name='Statement' or @name='Remind' or @name='Otherwise']"/>
public sealed record DeletionRules(
    IReadOnlyList<string> Ask,
    IReadOnlyList<string> Decide,
    string DecideClause,
    IReadOnlyList<string> CarryOut,
    IReadOnlyList<string> Erase,
    string EraseClause,
    string? Statement = null,
    ReminderRule? Remind = null,
    IReadOnlyList<string>? Otherwise = null)
{
    /// <inheritdoc cref="DownloadRules.IsSigned"/>
    public bool IsSigned => Decide.Count > 0;
}

/// <summary>How long footage stays on a recorder, and a downloaded recording is kept.</summary>
/// <param name="RecorderDays">At most so many days; null where the policy sets none and the recorder's own period is all there is.</param>
/// <param name="DownloadMonths">Null where the policy sets no period: whoever downloads says until when it is needed.</param>
/// <param name="ReasonAfterDays">Kept longer than so many days from the footage's day, it needs a reason of its own (VL-A3.6.log).</param>
public sealed record RetentionRules(
    int? RecorderDays,
    string RecorderClause,
    int? DownloadMonths,
    string DownloadClause,
    int? ReasonAfterDays = null,
    string? ReasonClause = null);

/// <summary>What a recording may be used for, beside being seen.</summary>
/// <param name="Reference">The proceedings' reference must be given (JC-6, ME-A1.misconduct).</param>
public sealed record UseRule(string Id, string Title, string Clause, bool Reference = false);

/// <summary>The CCTV log: its columns in the policy's order, and who may read it.</summary>
public sealed record LogRules(string Clause, IReadOnlyList<LogColumn> Columns, IReadOnlyList<string> Readers);

/// <summary>A column of the log: the policy's own heading, and what fills it.</summary>
public sealed record LogColumn(LogCell Cell, string Heading);

/// <summary>What a column of the CCTV log can hold.</summary>
public enum LogCell
{
    /// <summary>The signature that authorised the download.</summary>
    DownloadAuthorised,

    /// <summary>When the recording was downloaded.</summary>
    DownloadedAt,

    /// <summary>The ground and what happened.</summary>
    Reason,

    /// <summary>Who wants to see the recording.</summary>
    Requestor,

    /// <summary>Every viewing.</summary>
    ViewedAt,

    /// <summary>The signature that authorised the deletion.</summary>
    DeletionAuthorised,

    /// <summary>The day the recording was deleted.</summary>
    DeletedOn,

    /// <summary>The camera.</summary>
    Camera,

    /// <summary>Who made the download.</summary>
    DownloadedBy,

    /// <summary>Where the recording is kept.</summary>
    KeptWhere,

    /// <summary>Until when it is kept.</summary>
    KeptUntil,

    /// <summary>Why it is kept longer than the policy's usual period, or than it was at first.</summary>
    KeptLongerBecause,

    /// <summary>Every use made of it.</summary>
    Uses,

    /// <summary>Who permitted a viewing.</summary>
    PermittedBy,
}

/// <summary>Who is told when a recorder reports a fault.</summary>
public sealed record FaultRules(string Clause, IReadOnlyList<string> Tell);
