using TeamsCctv.Domain.Cameras;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Matters;
using TeamsCctv.Pages.Matters;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Books;

/// <summary>A book as somebody may read it: of every school that they watch over in one, of any other school alone (VL-9d).</summary>
public sealed class BookDesk(RuledMatters matters, Scenes scenes)
{
    /// <summary>The most that a page looks at; the file has every one.</summary>
    public const int Most = 500;

    /// <param name="only">One school of the register, or null for all of it.</param>
    public async Task<BookReading> ReadAsync(Visitor visitor, Book book, School? only, int most, CancellationToken cancellation)
    {
        var now = visitor.Scene.Now;
        IReadOnlyList<School> schools = only is null ? visitor.Register : [only];
        var here = schools.ToDictionary(school => school.Id, school => visitor.At(scenes.At(school.Id, now)!));
        var found = await matters.InBookAsync([.. here.Keys], book.Id, most == int.MaxValue ? most : most + 1, now, cancellation);
        List<BookRow> rows =
        [
            .. found.Take(most).Where(ruled => MatterDesk.MayRead(here[ruled.School], ruled.Matter, ruled.Scene))
                .Select(ruled => new BookRow(here[ruled.School].School, ruled, BookCells.Of(ruled, now))),
        ];
        var columns = here.Values.SelectMany(at => at.Scene.Policy.Matters ?? []).Where(kind => kind.Book == book.Id)
            .Select(kind => (IReadOnlyList<string>)[.. BookCells.ColumnsOf(kind).Select(column => column.Heading)]).ToList();
        return new(schools, rows, columns, found.Count > most);
    }
}

/// <summary>What somebody may read of a book.</summary>
/// <param name="Columns">Of each kind in the book at these schools.</param>
/// <param name="IsCut">There are older cases than were looked at.</param>
public sealed record BookReading(IReadOnlyList<School> Schools, IReadOnlyList<BookRow> Rows, IReadOnlyList<IReadOnlyList<string>> Columns, bool IsCut)
{
    public bool IsOfSeveral => Schools.Count > 1;

    public int UnderWay => Rows.Count(row => row.Ruled.Matter.IsUnderWay);

    public BookFile File => BookFile.Of(Rows, Columns, IsOfSeveral);
}
