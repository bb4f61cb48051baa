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
public sealed record PolicyAdopted(string Policy, int Version, string Hash) : IFact;

/// <summary>The names in a closed case are gone from here on; holds no name itself.</summary>
/// <param name="Matter">What stays known of a case of a kind that the policy describes; records of before it was kept have none.</param>
public sealed record BodiesErased(string ByPosition, string Why, string Clause, ErasedMatter? Matter = null) : IFact;

/// <summary>Of which kind an erased case was and how it ended: an erased disclosure is still one of the school's disclosures.</summary>
/// <param name="Kind">The kind's id in the profile.</param>
/// <param name="ClosedBy">The step that closed it; null where no step did.</param>
public sealed record ErasedMatter(string Kind, bool IsDisclosure, string? ClosedBy = null);
