using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace TeamsCctv.Tests.Support;

/// <summary>A PDF as somebody reads it, through another library than the one that wrote it.</summary>
internal sealed record Pdf(IReadOnlyList<string> Pages, double Width, double Height, IReadOnlySet<string> Fonts, string Title)
{
    public string Text => string.Join(' ', Pages);

    public static async Task<Pdf> OfAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        using var document = PdfDocument.Open(await answer.Content.ReadAsByteArrayAsync());
        List<Page> pages = [.. document.GetPages()];
        return new(
            [.. pages.Select(page => string.Join(' ', page.GetWords().Select(word => word.Text)))], pages[0].Width, pages[0].Height,
            pages.SelectMany(page => page.Letters).Select(letter => letter.FontName ?? "").ToHashSet(), document.Information.Title ?? "");
    }

    /// <summary>These phrases stand in it, one after another.</summary>
    public void InOrder(params string[] phrases)
    {
        var at = 0;
        foreach (var phrase in phrases)
        {
            var found = Text.IndexOf(phrase, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"“{phrase}” does not follow at {at} in: {Text}");
            at = found + phrase.Length;
        }
    }
}
