using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Pages.Books;

/// <summary>A register of cases, as it has its page.</summary>
/// <param name="Id">As kinds name it, one of <see cref="MatterBooks"/>.</param>
/// <param name="Nothing">What its page says where there is nothing.</param>
public sealed record Book(string Id, string Path, string Title, string Lead, string Nothing)
{
    public static readonly IReadOnlyList<Book> All =
    [
        new(MatterBooks.Access, "/access-requests", "Access requests", "Who asked to see what is held about them, by when it must be answered, and how it was.", "No access request has come in."),
        new(MatterBooks.Foi, "/foi", "Freedom of information", "What was asked under the Freedom of Information Act, by when it must be answered, and how it was.", "No freedom of information request has come in."),
        new(MatterBooks.Breach, "/breaches", "Data breaches", "What went wrong with personal data, whom it concerns, and whether and when it was reported.", "No data breach is on the record."),
        new(MatterBooks.Complaint, "/complaints", "Complaints", "Who complained of what, and how it was answered.", "No complaint has come in."),
    ];
}
