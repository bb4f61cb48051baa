using PdfSharp.Drawing;

namespace TeamsCctv.Protocols.Pdf;

/// <summary>A log's rows on its pages, the headings on each; a row that is longer than a page goes on on the next.</summary>
internal sealed class TablePages(Canvas canvas, PdfTable table)
{
    private const double Inset = 3;

    private readonly XFont _title = Fonts.Bold(12);
    private readonly XFont _heading = Fonts.Bold(table.Headings.Count > 8 ? 6.5 : 7.5);
    private readonly XFont _text = Fonts.Regular(table.Headings.Count > 8 ? 6.5 : 7.5);

    private double Column => canvas.Width / table.Headings.Count;

    private double Step => _text.Size * 1.35;

    public void Draw()
    {
        Head();
        foreach (var row in table.Rows)
            Row([.. row.Select(cell => canvas.Wrap(cell, _text, Column - (2 * Inset)))]);
        if (table.Rows.Count == 0)
            PdfWriter.Lines(canvas, [table.None], _text, Inset);
    }

    private void Head()
    {
        PdfWriter.Lines(canvas, canvas.Wrap(table.Title, _title, canvas.Width), _title, 0);
        PdfWriter.Space(canvas, 2);
        Cells([.. table.Headings.Select(heading => canvas.Wrap(heading, _heading, Column - (2 * Inset)))], _heading, 0, int.MaxValue);
        canvas.Rule(0, canvas.Width, canvas.Y, 1);
        PdfWriter.Space(canvas);
    }

    private void Row(IReadOnlyList<string>[] cells)
    {
        var lines = cells.Max(cell => cell.Count);
        for (var from = 0; from < lines;)
        {
            var fit = (int)((canvas.Left - (2 * Inset)) / Step);

            // A row is kept together where a page of its own would hold it.
            if (fit < Math.Min(lines - from, 30))
            {
                canvas.NewPage();
                Head();
                fit = (int)((canvas.Left - (2 * Inset)) / Step);
            }

            var some = Math.Max(1, Math.Min(fit, lines - from));
            Cells(cells, _text, from, some);
            from += some;
        }

        canvas.Rule(0, canvas.Width, canvas.Y + 1);
        PdfWriter.Space(canvas);
    }

    private void Cells(IReadOnlyList<string>[] cells, XFont font, int from, int most)
    {
        var top = canvas.Y;
        var longest = 0;
        for (var column = 0; column < cells.Length; column++)
        {
            var lines = cells[column].Skip(from).Take(most).ToList();
            for (var i = 0; i < lines.Count; i++)
                canvas.Write(lines[i], font, (column * Column) + Inset, top + (i * font.Size * 1.35));
            longest = Math.Max(longest, lines.Count);
        }

        canvas.Y = top + (longest * font.Size * 1.35) + Inset;
    }
}
