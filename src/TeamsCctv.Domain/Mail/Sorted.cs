using NodaTime;

namespace TeamsCctv.Domain.Mail;

/// <summary>What a letter is taken for, why, and what was found in it: a proposal that a person confirms or corrects.</summary>
/// <param name="Kind">One of <see cref="MailKinds"/>.</param>
/// <param name="Because">Every rule that fired, the strongest first; never empty.</param>
public sealed record Sorted(string Kind, IReadOnlyList<SortReason> Because, Found Found)
{
    /// <summary>The kinds for which rules spoke, each with the words that did; what it was taken for in the end is one of them or unsure.</summary>
    public IReadOnlyList<AskedKind> Asks { get; init; } = [];

    /// <summary>What whoever decides has to know beside the reasons.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A kind for which a rule spoke.</summary>
/// <param name="Kind">One of <see cref="MailKinds.Sure"/>.</param>
/// <param name="Quote">As <see cref="SortReason.Quote"/>.</param>
public sealed record AskedKind(string Kind, string Quote);

/// <summary>A rule that fired.</summary>
/// <param name="Rule">Its id in <c>sorting.json</c>.</param>
/// <param name="Says">Its sentence.</param>
/// <param name="Kind">What the rule takes a letter for; null where it only casts doubt.</param>
/// <param name="Quote">The sentence of the letter in which it fired, or the sender's address; at most 300 characters.</param>
public sealed record SortReason(string Rule, string Says, string Quote, string? Kind = null);

/// <summary>Who, about whom and which footage, as far as the letter says. Null where it does not say, or not surely.</summary>
/// <param name="Subject">The person whom the data is about.</param>
/// <param name="Relationship">The applicant's relationship with the school, for example <c>parent</c>.</param>
/// <param name="Email">The address the applicant names, or else the sender's.</param>
/// <param name="Details">The form's own field, or the sentences that ask; at most 2,000 characters.</param>
/// <param name="OnBehalf">Somebody who is neither the data subject nor their parent or carer asks for them (VL-A3.9s).</param>
public sealed record Found(
    string? Applicant,
    string? Subject,
    string? School,
    string? Relationship,
    string? Address,
    string? Phone,
    string? Email,
    string? Details,
    IReadOnlyList<FoundFootage> Footage,
    bool OnBehalf);

/// <summary>Footage that a letter names. A day or time that can be read in two ways is null, and the quote shows it.</summary>
/// <param name="Camera">Its id in the register, where the words fit one camera only.</param>
/// <param name="Place">The letter's own words for the place.</param>
/// <param name="To">Null for a moment.</param>
public sealed record FoundFootage(string? Camera, string? Place, LocalDate? Day, LocalTime? From, LocalTime? To, string Quote);

/// <summary>What a letter can be.</summary>
public static class MailKinds
{
    public const string AccessRequest = "access-request";
    public const string Foi = "foi";
    public const string Breach = "breach";
    public const string Complaint = "complaint";
    public const string Police = "police";
    public const string Solicitor = "solicitor";

    /// <summary>No rule fired, or rules of several kinds did and none settles it: a person says.</summary>
    public const string Unsure = "unsure";

    /// <summary>The kinds a rule can be of.</summary>
    public static readonly IReadOnlyList<string> Sure = [AccessRequest, Foi, Breach, Complaint, Police, Solicitor];
}
