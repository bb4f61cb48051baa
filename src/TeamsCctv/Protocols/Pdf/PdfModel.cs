namespace TeamsCctv.Protocols.Pdf;

/// <summary>A form on paper: upright, its blocks one below the other.</summary>
/// <param name="Foot">Stands on every page, before its number.</param>
/// <param name="Made">When the file was made.</param>
public sealed record PdfForm(string Title, string Foot, DateTimeOffset Made, IReadOnlyList<PdfBlock> Blocks);

/// <summary>A part of a form.</summary>
public abstract record PdfBlock
{
    private PdfBlock()
    {
    }

    public sealed record Heading(string Text) : PdfBlock;

    public sealed record Part(string Text) : PdfBlock;

    /// <summary>A label and what was given; a line to write on where nothing was.</summary>
    public sealed record Line(string Label, string? Text) : PdfBlock;

    /// <summary>A label and its boxes, ticked or empty.</summary>
    public sealed record Boxes(string Label, IReadOnlyList<(bool Ticked, string Text)> Choices) : PdfBlock;
}

/// <summary>A log on paper: landscape, its headings on every page.</summary>
/// <param name="Rows">As many cells as there are headings; lines of a cell are separated by <c>\n</c>.</param>
/// <param name="None">What is said where there is no row.</param>
public sealed record PdfTable(
    string Title, string Foot, DateTimeOffset Made, IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows, string None);
