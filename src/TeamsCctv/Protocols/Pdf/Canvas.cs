using System.Globalization;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace TeamsCctv.Protocols.Pdf;

/// <summary>The pages of a file that is being made, from top to bottom. It belongs to the one who makes it.</summary>
internal sealed class Canvas : IDisposable
{
    public const double Margin = 42;

    private const double FootSize = 7.5;

    private readonly PdfDocument _document = new();
    private readonly bool _landscape;
    private readonly string _foot;
    private XGraphics? _graphics;

    public Canvas(string title, string foot, DateTimeOffset made, bool landscape)
    {
        (_landscape, _foot) = (landscape, foot);
        _document.Info.Title = title;
        _document.Info.Creator = "TeamsCctv";
        _document.Info.CreationDate = made.UtcDateTime;
        _document.Info.ModificationDate = made.UtcDateTime;
        _document.Language = "en-GB";
        NewPage();
    }

    /// <summary>Points from the top of the page to where the next line goes.</summary>
    public double Y { get; set; }

    public double Width => (_landscape ? 841.89 : 595.28) - (2 * Margin);

    /// <summary>Points that are left on the page.</summary>
    public double Left => (_landscape ? 595.28 : 841.89) - Margin - 14 - Y;

    public void NewPage()
    {
        _graphics?.Dispose();
        var page = _document.AddPage();
        page.Width = XUnitPt.FromPoint(_landscape ? 841.89 : 595.28);
        page.Height = XUnitPt.FromPoint(_landscape ? 595.28 : 841.89);
        _graphics = XGraphics.FromPdfPage(page);
        Y = Margin;
    }

    /// <summary>One line of text; <paramref name="x"/> from the left margin.</summary>
    public void Write(string text, XFont font, double x, double y) =>
        _graphics!.DrawString(text, font, XBrushes.Black, Margin + x, y + (font.Size * 0.93));

    public void Rule(double fromX, double toX, double y, double width = 0.5) =>
        _graphics!.DrawLine(new XPen(XColors.Gray, width), Margin + fromX, y, Margin + toX, y);

    /// <summary>A text in lines that fit; a word that is wider than a line is broken.</summary>
    public IReadOnlyList<string> Wrap(string text, XFont font, double width)
    {
        List<string> lines = [];
        foreach (var paragraph in Plain(text).Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var longer = line.Length == 0 ? word : $"{line} {word}";
                if (Fits(longer, font, width))
                {
                    line = longer;
                    continue;
                }

                if (line.Length > 0)
                    lines.Add(line);
                line = word;
                while (!Fits(line, font, width))
                {
                    var part = Break(line, font, width);
                    lines.Add(line[..part]);
                    line = line[part..];
                }
            }

            lines.Add(line);
        }

        return lines;
    }

    /// <summary>The file, with its pages numbered.</summary>
    public byte[] Finish()
    {
        _graphics?.Dispose();
        _graphics = null;
        var font = Fonts.Regular(FootSize);
        for (var page = 0; page < _document.PageCount; page++)
        {
            using var graphics = XGraphics.FromPdfPage(_document.Pages[page]);
            var number = string.Create(CultureInfo.InvariantCulture, $"Page {page + 1} of {_document.PageCount}");
            var bottom = (_landscape ? 595.28 : 841.89) - Margin + 6;
            graphics.DrawString(_foot, font, XBrushes.Black, Margin, bottom);
            graphics.DrawString(number, font, XBrushes.Black, Margin + Width - graphics.MeasureString(number, font).Width, bottom);
        }

        using var file = new MemoryStream();
        _document.Save(file, closeStream: false);
        return file.ToArray();
    }

    public void Dispose()
    {
        _graphics?.Dispose();
        _document.Dispose();
    }

    private bool Fits(string text, XFont font, double width) => _graphics!.MeasureString(text, font).Width <= width;

    /// <summary>How much of a word fits, at least one letter; a pair of surrogates stays together.</summary>
    private int Break(string word, XFont font, double width)
    {
        var (fits, tooLong) = (Whole(word, 1), word.Length);
        while (Whole(word, (fits + tooLong) / 2) is var middle && middle > fits && middle < tooLong)
            (fits, tooLong) = Fits(word[..middle], font, width) ? (middle, tooLong) : (fits, middle);
        return fits;
    }

    /// <summary>A place in a word, or the one after it where it lies within a pair.</summary>
    private static int Whole(string word, int place) => place < word.Length && char.IsLowSurrogate(word[place]) ? place + 1 : place;

    private static string Plain(string text) => string.Concat(text.ReplaceLineEndings("\n").Select(letter => letter == '\n' || !char.IsControl(letter) ? letter : ' '));
}
