namespace TeamsCctv.Protocols.Pdf;

/// <summary>Makes PDF files. One at a time: the library's fonts are shared, and a file takes little time.</summary>
public static class PdfWriter
{
    private const double Gap = 4;

    private static readonly Lock Writing = new();

    public static byte[] Write(PdfForm form)
    {
        lock (Writing)
        {
            using var canvas = new Canvas(form.Title, form.Foot, form.Made, landscape: false);
            new FormPages(canvas).Draw(form);
            return canvas.Finish();
        }
    }

    public static byte[] Write(PdfTable table)
    {
        lock (Writing)
        {
            using var canvas = new Canvas(table.Title, table.Foot, table.Made, landscape: true);
            new TablePages(canvas, table).Draw();
            return canvas.Finish();
        }
    }

    /// <summary>Lines below one another, each on a new page where the old one is full.</summary>
    internal static void Lines(Canvas canvas, IReadOnlyList<string> lines, PdfSharp.Drawing.XFont font, double x)
    {
        foreach (var line in lines)
        {
            if (canvas.Left < font.Size * 1.35)
                canvas.NewPage();
            canvas.Write(line, font, x, canvas.Y);
            canvas.Y += font.Size * 1.35;
        }
    }

    internal static void Space(Canvas canvas, double lines = 1) => canvas.Y += Gap * lines;
}
