using System.Text;
using TeamsCctv.Domain.Mail;
using UglyToad.PdfPig;
using UglyToad.PdfPig.AcroForms.Fields;

namespace TeamsCctv.Protocols.Mail;

/// <summary>The text of a PDF by its lines, with what was filled into its form where it stands on the page.</summary>
internal static class PdfText
{
    private const int MostPages = 12;
    private const int MostLetters = 60_000;

    /// <summary>
    /// How long a PDF may take: a form takes milliseconds, but the first one on a busy machine took five seconds. A hostile one
    /// can loop in the library for hours, which nothing can stop.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Threads that were given up and still run: while there are this many, no PDF is read.</summary>
    private const int MostGivenUp = 2;

    private static int _givenUp;

    public static string? Of(ReadOnlyMemory<byte> bytes, string name, Notes notes)
    {
        if (Volatile.Read(ref _givenUp) >= MostGivenUp)
        {
            notes.Add($"{name}: its text was not looked for, because other PDF files hold up the reader.");
            return null;
        }
        string? text = null;
        Exception? wrong = null;
        var state = 0;
        var budget = new PdfBudget(Patience);
        // A stack of its own: what is nested in a PDF is bounded by number, and this many fit.
        var thread = new Thread(
            () =>
            {
                try
                {
                    text = Read(bytes, budget);
                }
                catch (Exception error)
                {
                    wrong = error;
                }
                if (Interlocked.Exchange(ref state, 1) == 2)
                    Interlocked.Decrement(ref _givenUp);
            },
            16 * 1024 * 1024)
        { IsBackground = true, Name = "pdf" };
        thread.Start();
        if (!thread.Join(Patience + TimeSpan.FromSeconds(1)))
        {
            Interlocked.Increment(ref _givenUp);
            if (Interlocked.Exchange(ref state, 2) == 1)
                Interlocked.Decrement(ref _givenUp);
            notes.Add($"{name}: its text could not be read in time.");
            return null;
        }
        if (wrong is not null)
            notes.Add($"{name}: its text could not be read.");
        else if (string.IsNullOrWhiteSpace(text))
            notes.Add($"{name} holds no text; it may be a scan.");
        if (budget.Cut)
            notes.Add($"{name}: only the first pages or parts of it were read.");
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    private static string Read(ReadOnlyMemory<byte> bytes, PdfBudget budget)
    {
        using var file = PdfDocument.Open(bytes.ToArray(), new ParsingOptions { MaxStackDepth = 100, FilterProvider = budget.Filters, SkipMissingFonts = true, UseLenientParsing = true });
        var filled = Filled(file);
        var text = new StringBuilder();
        for (var number = 1; number <= file.NumberOfPages && text.Length < LetterNotes.MostText; number++)
        {
            budget.Check();
            if (number > MostPages)
            {
                budget.Cut = true;
                break;
            }
            var pieces = filled.TryGetValue(number, out var fields) ? [.. fields] : new List<Piece>();
            var letters = 0;
            foreach (var word in file.GetPage(number).GetWords())
            {
                if ((letters += word.Text.Length) > MostLetters)
                {
                    budget.Cut = true;
                    break;
                }
                pieces.Add(new(word.Text, word.BoundingBox.Left, word.BoundingBox.Right, word.BoundingBox.Bottom, word.BoundingBox.Height));
            }
            Lay(pieces, text);
            text.Append('\n');
        }
        foreach (var field in filled.TryGetValue(0, out var nowhere) ? nowhere : [])
            text.Append(field.Text).Append('\n');
        return RawText.Tidy(text.ToString());
    }

    /// <summary>What was filled in, by page; a field that stands nowhere is under 0 with its name.</summary>
    private static Dictionary<int, List<Piece>> Filled(PdfDocument file)
    {
        var filled = new Dictionary<int, List<Piece>>();
        if (!file.TryGetForm(out var form))
            return filled;
        foreach (var field in UglyToad.PdfPig.AcroForms.AcroFormExtensions.GetFields(form).Take(500))
        {
            var value = field switch
            {
                AcroTextField text => text.Value,
                AcroComboBoxField combo => string.Join(", ", combo.SelectedOptions),
                AcroListBoxField list => string.Join(", ", list.SelectedOptions),
                AcroCheckboxField { IsChecked: true } box => box.Information.AlternateName ?? box.Information.PartialName,
                AcroRadioButtonField { IsSelected: true } button => button.CurrentValue?.Data,
                _ => null,
            };
            if (string.IsNullOrWhiteSpace(value))
                continue;
            var place = field is { PageNumber: { } page, Bounds: { } box_ } && page > 0 ? (page, box_) : ((int, UglyToad.PdfPig.Core.PdfRectangle)?)null;
            var piece = place is var (_, at)
                ? new Piece(value.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', ' ').Replace('\n', ' '), at.Left, at.Right, at.Bottom + (at.Height > 30 ? at.Height - 14 : (at.Height - 10) / 2), 10)
                : new Piece($"{field.Information.AlternateName ?? field.Information.PartialName}: {value}", 0, 0, 0, 0);
            var key = place?.Item1 ?? 0;
            if (!filled.TryGetValue(key, out var pieces))
                filled[key] = pieces = [];
            pieces.Add(piece);
        }
        return filled;
    }

    /// <summary>From the top down and from left to right; a tab where a column's space is between.</summary>
    private static void Lay(List<Piece> pieces, StringBuilder text)
    {
        var lines = new List<List<Piece>>();
        foreach (var piece in pieces.Where(piece => double.IsFinite(piece.Bottom) && double.IsFinite(piece.Left)).OrderByDescending(piece => piece.Bottom))
        {
            if (lines.Count > 0 && lines[^1][0].Bottom - piece.Bottom < Math.Max(3, Math.Min(lines[^1][0].Height, 12) * 0.6))
                lines[^1].Add(piece);
            else
                lines.Add([piece]);
        }
        // A label of several lines has its value beside the first: what goes on below in one of two columns belongs to its row.
        Row? row = null;
        foreach (var line in lines)
        {
            var read = Row.Of(line);
            if (row is not null && row.GoesOn(read))
                continue;
            text.Append(row?.Text).Append(row is null ? "" : "\n");
            row = read;
        }
        text.Append(row?.Text).Append('\n');
    }

    /// <summary>A line of a page, in two parts where there is a column's space in it.</summary>
    private sealed class Row(string left, string? right, double start, double column, double bottom, double height)
    {
        private string _left = left;
        private string? _right = right;
        private double _bottom = bottom;

        public string Text => _right is null ? _left : $"{_left}\t{_right}";

        public static Row Of(List<Piece> line)
        {
            StringBuilder left = new(), right = new();
            double column = 0;
            Piece? before = null;
            foreach (var piece in line.OrderBy(piece => piece.Left))
            {
                var apart = before is not null && piece.Left - before.Right > 12;
                if (apart && column == 0)
                    column = piece.Left;
                var side = column > 0 ? right : left;
                side.Append(side.Length == 0 ? "" : apart ? "\t" : " ").Append(piece.Text);
                before = piece;
            }
            return new(left.ToString(), column > 0 ? right.ToString() : null, line.Min(piece => piece.Left), column, line[0].Bottom, line[0].Height);
        }

        /// <summary>Takes up the next line where it goes on in one of its columns.</summary>
        public bool GoesOn(Row next)
        {
            if (_right is null || next._right is not null || _bottom - next._bottom > Math.Max(14, height * 1.6))
                return false;
            if (next.First >= column - 5)
                _right = $"{_right} {next._left}";
            else if (next.First >= start - 3 && next.First <= start + 3)
                _left = $"{_left} {next._left}";
            else
                return false;
            _bottom = next._bottom;
            return true;
        }

        private double First => start;
    }

    private sealed record Piece(string Text, double Left, double Right, double Bottom, double Height);
}
