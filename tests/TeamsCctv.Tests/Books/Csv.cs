using System.Net;
using System.Text;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Books;

/// <summary>A file as a spreadsheet reads it.</summary>
internal static class Csv
{
    public static async Task<List<List<string>>> OfAsync(Browser browser, string path)
    {
        var answer = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("text/csv", answer.Head.Content.Headers.ContentType!.MediaType);
        return Read(answer.Html.TrimStart('\uFEFF'));
    }

    private static List<List<string>> Read(string text)
    {
        List<List<string>> rows = [[]];
        var (cell, quoted) = (new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[i++]);
            else if (text[i] == '"')
                quoted = !quoted;
            else if (!quoted && (text[i] == ',' || text[i] == '\n'))
            {
                rows[^1].Add(cell.ToString().TrimEnd('\r'));
                cell.Clear();
                if (text[i] == '\n')
                    rows.Add([]);
            }
            else
                cell.Append(text[i]);
        }

        rows.RemoveAll(row => row.Count == 0);
        return rows;
    }
}
