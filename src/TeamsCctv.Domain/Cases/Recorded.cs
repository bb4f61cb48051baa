using NodaTime;

namespace TeamsCctv.Domain.Cases;

/// <summary>What a record says. One C# type per kind; the names on the wire are in the app's fact table.</summary>
public interface IFact;

/// <summary>A fact where it stands in a school's log.</summary>
/// <param name="Number">The record number: the leaf's index in the tree.</param>
/// <param name="Fact">Null once the body was erased; the leaf stays.</param>
public sealed record Recorded(long Number, Instant At, string Kind, IFact? Fact);

/// <summary>Who did something, and in which position, as it was then.</summary>
/// <param name="Person">The register's key: what "nobody decides their own request" looks at.</param>
public sealed record Signatory(string Person, string Name, string Position, string Title);

/// <summary>A refusal, recorded: who was refused what, and why.</summary>
/// <param name="Act">What was tried, for example <c>authorise the download</c>.</param>
public sealed record ActRefused(string Act, Signatory By, string Reason, string Clause, string Says) : IFact;

/// <summary>The school's log begins.</summary>
/// <param name="Key">The verifier key a stranger pins.</param>
public sealed record LogOpened(string School, string Key) : IFact;

/// <summary>From here on another key signs the log. The checkpoint that covers this record is signed by both.</summary>
/// <param name="Key">The new verifier key.</param>
/// <param name="Was">The verifier key it had until now.</param>
public sealed record LogKeyChanged(string Key, string Was) : IFact;

/// <summary>From here on the school runs this version of its policy.</summary>
public sealed record PolicyAdopted(string Policy, int Version, string Hash) : IFact
{
    /// <summary>The case of a school under which all of these are.</summary>
    public const string Case = "policy";
}

/// <summary>The names in a closed case are gone from here on; holds no name itself.</summary>
/// <param name="Matter">What stays known of a case of a kind that the policy describes; records of before it was kept have none.</param>
public sealed record BodiesErased(string ByPosition, string Why, string Clause, ErasedMatter? Matter = null) : IFact;

/// <summary>Of which kind an erased case was and how it ended: an erased disclosure is still one of the school's disclosures.</summary>
/// <param name="Kind">The kind's id in the profile.</param>
/// <param name="ClosedBy">The step that closed it; null where no step did.</param>
public sealed record ErasedMatter(string Kind, bool IsDisclosure, string? ClosedBy = null);

/// <summary>Somebody changed by hand a list that the records make, and it is put right from them. It holds no value: a name may be one.</summary>
/// <param name="List">The list's name.</param>
/// <param name="Key">The row: school and case, or the register's entry; of a row that somebody added its number in the list.</param>
/// <param name="What">What was done: <c>changed</c>, <c>removed</c>, <c>added</c>, or <c>list-removed</c>.</param>
/// <param name="Columns">The titles of the columns that differed; none where the row was removed or added.</param>
/// <param name="EditedBy">The Entra object id of who did it, or null where SharePoint does not say.</param>
public sealed record ViewCorrected(string List, string Key, string What, IReadOnlyList<string> Columns, string? EditedBy) : IFact;

/// <summary>An entry of a register was changed in its list, and counts from here on.</summary>
/// <param name="Register">The kind of entry, for example <c>camera</c>.</param>
/// <param name="Id">The entry's id in the register.</param>
/// <param name="Before">Lower-case hex SHA-256 of the entry as it was; null where it is new.</param>
/// <param name="After">The same of the entry as it is.</param>
/// <param name="EditedBy">The Entra object id of who changed it, or null where SharePoint does not say.</param>
public sealed record RegisterChanged(string Register, string Id, string? Before, string After, string? EditedBy) : IFact;
