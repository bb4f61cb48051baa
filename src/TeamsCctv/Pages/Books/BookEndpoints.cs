using NodaTime.Text;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Features.CctvLog;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Books;

/// <summary>
/// The books of access requests, FOI requests, breaches and complaints, each as page and CSV. Everybody finds in them what they may
/// read; with <c>?at=</c> whoever watches over several schools chooses one.
/// </summary>
public static class BookEndpoints
{
    public static void MapBooks(this IEndpointRouteBuilder pages)
    {
        foreach (var book in Book.All)
        {
            pages.MapGet(book.Path, (HttpContext http, Gate gate, BookDesk desk) => ReadAsync(http, gate, async (visitor, only) =>
                Page.Of<BookPage>(new { Visitor = visitor, Book = book, Only = only, Reading = await desk.ReadAsync(visitor, book, only, BookDesk.Most, http.RequestAborted) })));
            pages.MapGet($"{book.Path}.csv", (HttpContext http, Gate gate, BookDesk desk) => ReadAsync(http, gate, async (visitor, only) =>
            {
                var reading = await desk.ReadAsync(visitor, book, only, int.MaxValue, http.RequestAborted);
                return Results.File(LogCsv.Write(reading.File.Headings, reading.File.Rows), "text/csv; charset=utf-8; header=present", NameOf(book, visitor, reading));
            }));
        }
    }

    private static string NameOf(Book book, Visitor visitor, BookReading reading) =>
        $"{book.Path[1..]}-{(reading.IsOfSeveral ? "all-schools" : reading.Schools[0].Id)}-{LocalDatePattern.Iso.Format(London.DayOf(visitor.Scene.Now))}.csv";

    private static Task<IResult> ReadAsync(HttpContext http, Gate gate, Func<Visitor, School?, Task<IResult>> answer) => gate.EnterAsync(http, async visitor =>
        Only(http, visitor) is var (known, only) && known
            ? await answer(visitor, only)
            : PageErrors.Unknown(visitor, "You watch over no such school", "This register holds the schools that you watch over. Choose one of its list."));

    /// <summary>The school that <c>?at=</c> names, which must be one of the register's.</summary>
    private static (bool Known, School? Only) Only(HttpContext http, Visitor visitor) => http.Request.Query["at"] switch
    {
        [] or [""] => (true, null),
        [{ } one] when visitor.Register.FirstOrDefault(school => school.Id == one) is { } school => (true, school),
        _ => (false, null),
    };
}
