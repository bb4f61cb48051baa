using System.Net;
using System.Security.Cryptography;
using System.Text;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Mailbox;

/// <summary>What strangers send is saved and never drawn, except what browsers may draw, told by its content.</summary>
public sealed class MailFileTests
{
    [Fact]
    public async Task The_original_and_whatever_came_with_it_is_saved_under_a_safe_name_and_never_run()
    {
        await using var school = await School.OpenAsync();
        var path = $"/matters/oakfield/{await school.DropAsync(Post.Access)}";
        var olive = new Browser(await school.Host.AsAsync("olive"));
        var page = await olive.GetAsync(path);

        using var original = await GetAsync(olive, $"{path}/documents/{Post.Sha256(Post.Access)}");
        using var html = await GetAsync(olive, $"{path}/documents/{Of(Post.Html)}");
        using var pdf = await GetAsync(olive, $"{path}/documents/{Of("%PDF-1.7 proof of who Pat is")}");

        Assert.Contains($"/documents/{Of(Post.Html)}\">picture.png</a>", page.Html, StringComparison.Ordinal);
        Assert.Equal(("message/rfc822", "attachment", "mail.eml"), Kind(original));
        Assert.Equal(("application/octet-stream", "attachment", "picture.png"), Kind(html));
        Assert.Equal(("application/pdf", "inline", "scan.pdf"), Kind(pdf));
        Assert.Equal(Post.Html, await html.Content.ReadAsStringAsync());
        foreach (var answer in new[] { original, html, pdf })
        {
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.StartsWith("default-src 'none'; ", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }

        Assert.EndsWith("; sandbox", original.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.EndsWith("; sandbox", html.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_read_the_case_gets_none_of_it()
    {
        await using var school = await School.OpenAsync();
        var path = $"/matters/oakfield/{await school.DropAsync(Post.Access)}";

        foreach (var who in new[] { "tess", "percy" })
        {
            using var answer = await GetAsync(new(await school.Host.AsAsync(who)), $"{path}/documents/{Post.Sha256(Post.Access)}");
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.DoesNotContain("Pat Parent", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private static Task<HttpResponseMessage> GetAsync(Browser browser, string path) => browser.Client.GetAsync(new Uri(path, UriKind.Relative));

    private static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static (string, string, string) Kind(HttpResponseMessage answer)
    {
        var (type, disposition) = (answer.Content.Headers.ContentType!.MediaType!, answer.Content.Headers.ContentDisposition!);
        return (type, disposition.DispositionType, disposition.FileNameStar ?? disposition.FileName!.Trim('"'));
    }
}
