using PdfSharp.Drawing;

namespace TeamsCctv.Protocols.Pdf;

/// <summary>The blocks of a form on its pages.</summary>
internal sealed class FormPages(Canvas canvas)
{
    private const double LabelWidth = 190;
    private const double TextX = LabelWidth + 10;
    private const string Ticked = "☒";
    private const string Empty = "☐";

    private readonly XFont _title = Fonts.Bold(15);
    private readonly XFont _heading = Fonts.Bold(11.5);
    private readonly XFont _part = Fonts.Bold(9.5);
    private readonly XFont _text = Fonts.Regular(9);

    public void Draw(PdfForm form)
    {
        PdfWriter.Lines(canvas, canvas.Wrap(form.Title, _title, canvas.Width), _title, 0);
        PdfWriter.Space(canvas, 2);
        foreach (var block in form.Blocks)
        {
            switch (block)
            {
                case PdfBlock.Heading(var text):
                    Keep(90);
                    PdfWriter.Space(canvas, 2);
                    PdfWriter.Lines(canvas, canvas.Wrap(text, _heading, canvas.Width), _heading, 0);
                    canvas.Rule(0, canvas.Width, canvas.Y + 1, 1);
                    PdfWriter.Space(canvas, 2);
                    break;
                case PdfBlock.Part(var text):
                    Keep(60);
                    PdfWriter.Space(canvas);
                    PdfWriter.Lines(canvas, canvas.Wrap(text, _part, canvas.Width), _part, 0);
                    PdfWriter.Space(canvas);
                    break;
                case PdfBlock.Line(var label, var text):
                    Line(label, text);
                    break;
                case PdfBlock.Boxes(var label, var choices):
                    Boxes(label, choices);
                    break;
            }
        }
    }

    private void Line(string label, string? text)
    {
        var labels = canvas.Wrap(label, _text, LabelWidth);
        var lines = text is null ? [] : canvas.Wrap(text, _text, canvas.Width - TextX);
        Keep(Math.Min(Math.Max(labels.Count, lines.Count), 6) * Step);
        if (lines.Count > labels.Count)
        {
            // What does not fit goes on under the text alone.
            Beside(labels, [.. lines.Take(labels.Count)]);
            PdfWriter.Lines(canvas, [.. lines.Skip(labels.Count)], _text, TextX);
        }
        else
        {
            Beside(labels, lines);
        }

        if (text is null)
            canvas.Rule(TextX, canvas.Width, canvas.Y);
        PdfWriter.Space(canvas, 1.2);
    }

    private void Boxes(string label, IReadOnlyList<(bool Ticked, string Text)> choices)
    {
        Keep(3 * Step);
        if (label.Length > 0)
            PdfWriter.Lines(canvas, canvas.Wrap(label, _text, canvas.Width), _text, 0);
        foreach (var (ticked, text) in choices)
        {
            var lines = canvas.Wrap(text, _text, canvas.Width - 30);
            Keep(lines.Count * Step);
            canvas.Write(ticked ? Ticked : Empty, _text, 12, canvas.Y);
            PdfWriter.Lines(canvas, lines, _text, 30);
        }

        PdfWriter.Space(canvas, 1.2);
    }

    private void Beside(IReadOnlyList<string> labels, IReadOnlyList<string> lines)
    {
        for (var i = 0; i < Math.Max(labels.Count, lines.Count); i++)
        {
            if (i < labels.Count)
                canvas.Write(labels[i], _text, 0, canvas.Y);
            if (i < lines.Count)
                canvas.Write(lines[i], _text, TextX, canvas.Y);
            canvas.Y += Step;
        }
    }

    private double Step => _text.Size * 1.35;

    /// <summary>So much is kept together on a page.</summary>
    private void Keep(double points)
    {
        if (canvas.Left < points)
            canvas.NewPage();
    }
}
