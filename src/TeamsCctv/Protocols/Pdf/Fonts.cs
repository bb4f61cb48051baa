using PdfSharp.Drawing;
using PdfSharp.Fonts;

namespace TeamsCctv.Protocols.Pdf;

/// <summary>
/// The fonts that go into every file: names are written in any alphabet, and a reader's own fonts may lack its letters. They
/// are read from disk with the first file that is made.
/// </summary>
internal static class Fonts
{
    private const string Family = "DejaVu Sans";

    static Fonts() => GlobalFontSettings.FontResolver = new Resolver();

    public static XFont Regular(double size) => new(Family, size, XFontStyleEx.Regular, XPdfFontOptions.UnicodeDefault);

    public static XFont Bold(double size) => new(Family, size, XFontStyleEx.Bold, XPdfFontOptions.UnicodeDefault);

    private sealed class Resolver : IFontResolver
    {
        public FontResolverInfo ResolveTypeface(string familyName, bool isBold, bool isItalic) => new(isBold ? "DejaVuSans-Bold" : "DejaVuSans");

        public byte[] GetFont(string faceName) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fonts", $"{faceName}.ttf"));
    }
}
