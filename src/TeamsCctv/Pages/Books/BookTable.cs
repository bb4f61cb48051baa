using TeamsCctv.Domain.Cameras;
using TeamsCctv.Features.Matters;

namespace TeamsCctv.Pages.Books;

/// <summary>A case in a book.</summary>
public sealed record BookRow(School School, RuledMatter Ruled, IReadOnlyList<BookCell> Cells);

/// <summary>The cases of a book whose columns are the same: policies and kinds of case have their own.</summary>
public sealed record BookTable(string Title, IReadOnlyList<string> Headings, IReadOnlyList<BookRow> Rows)
{
    /// <summary>In the order in which the rows come; a table for each kind and each policy's columns of it.</summary>
    public static IReadOnlyList<BookTable> Of(IEnumerable<BookRow> rows) =>
    [
        .. rows.GroupBy(row => (row.Ruled.Kind.Title, Columns: string.Join('\n', HeadingsOf(row))))
            .Select(group => new BookTable(group.Key.Title, HeadingsOf(group.First()), [.. group])),
    ];

    private static List<string> HeadingsOf(BookRow row) => [.. BookCells.ColumnsOf(row.Ruled.Kind).Select(column => column.Heading)];
}

/// <summary>
/// A book in one file. Where it is one school's and of one kind it has the policy's columns and nothing else (ME-12); what
/// brings several together has their columns under common headings, after the school, the case and the kind.
/// </summary>
public sealed record BookFile(IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    private static readonly string[] Ours = ["School", "Case", "Kind"];

    /// <param name="columns">Of the school's kinds in the book: what the file has where there is no case yet.</param>
    /// <param name="several">It spans schools.</param>
    public static BookFile Of(IReadOnlyList<BookRow> rows, IReadOnlyList<IReadOnlyList<string>> columns, bool several)
    {
        var tables = BookTable.Of(rows);
        List<string> headings = [];
        foreach (var own in columns.Concat(tables.Select(table => table.Headings)))
            Merge(headings, own);
        var plain = !several && columns.Count <= 1 && tables.Count <= 1;
        return new(plain ? headings : [.. Ours, .. headings], [.. rows.Select(Row)]);

        IReadOnlyList<string> Row(BookRow row)
        {
            List<string> own = [.. BookCells.ColumnsOf(row.Ruled.Kind).Select(column => column.Heading)];
            var cells = headings.Select(heading => own.IndexOf(heading) is >= 0 and var at ? row.Cells[at].Text : "");
            return [.. plain ? [] : new[] { row.School.Name, row.Ruled.Matter.Id, row.Ruled.Kind.Title }, .. cells];
        }
    }

    /// <summary>A heading that is new comes after the one it follows in its own table.</summary>
    private static void Merge(List<string> headings, IReadOnlyList<string> own)
    {
        var at = 0;
        foreach (var heading in own)
        {
            if (headings.IndexOf(heading) is >= 0 and var known)
                at = known + 1;
            else
                headings.Insert(at++, heading);
        }
    }
}
