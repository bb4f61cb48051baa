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
    IReadOnlyList<MatterKind>? Matters = null)
{
    /// <summary>The clause with this id; profiles are validated so that every id used resolves.</summary>
    public Clause Clause(string id) =>
        Clauses.FirstOrDefault(clause => clause.Id == id) ?? throw new KeyNotFoundException($"{Id} has no clause {id}.");

    public Position? Position(string id) => Positions.FirstOrDefault(position => position.Id == id);

    public MatterKind? Matter(string id) => Matters?.FirstOrDefault(kind => kind.Id == id);

    public Ground? Ground(string id) => Grounds.FirstOrDefault(ground => ground.Id == id);
}

/// <summary>A clause of the policy: its id in the catalogue and what it says, in our own words.</summary>
public sealed record Clause(string Id, string Says);

/// <summary>A position the policy knows. <paramref name="Synonyms"/> are job titles that count as it (AL-3.2).</summary>
public sealed record Position(string Id, string Title, string Clause, IReadOnlyList<string>? Synonyms = null);

/// <summary>The policy's reason that allows a download.</summary>
/// <param name="Positions">Who may ask on this ground.</param>
/// <param name="Outsiders">People who are not staff may be shown the footage in school (a parent, an officer).</param>
public sealed record Ground(string Id, string Title, string Clause, IReadOnlyList<string> Positions, bool Outsiders = false);

/// <summary>Who asks for, authorises and carries out a download.</summary>
/// <param name="Statement">What approving says; <c>{title}</c> stands for the signer's title.</param>
public sealed record DownloadRules(
    IReadOnlyList<string> Ask,
    string AskClause,
    IReadOnlyList<string> Decide,
    string DecideClause,
    IReadOnlyList<string> Record,
    string Statement);

/// <summary>Who may see recordings, and that it happens in a restricted area of the school's list.</summary>
public sealed record ViewingRules(IReadOnlyList<string> See, string SeeClause, string WhereClause);

/// <summary>Who asks for, authorises and carries out a deletion.</summary>
/// <inheritdoc cref="DownloadRules" path="/param[@name='Statement']"/>
public sealed record DeletionRules(
    IReadOnlyList<string> Ask,
    IReadOnlyList<string> Decide,
    string DecideClause,
    IReadOnlyList<string> CarryOut,
    string Statement,
    IReadOnlyList<string> Erase,
    string EraseClause);

/// <summary>How long footage stays on a recorder, in days, and a downloaded recording, in months.</summary>
public sealed record RetentionRules(int RecorderDays, string RecorderClause, int DownloadMonths, string DownloadClause);

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
}

/// <summary>Who is told when a recorder reports a fault.</summary>
public sealed record FaultRules(string Clause, IReadOnlyList<string> Tell);
