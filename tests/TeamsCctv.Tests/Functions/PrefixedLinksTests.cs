using System.Text;
using Microsoft.AspNetCore.Http;
using TeamsCctv.Protocols.Functions;

namespace TeamsCctv.Tests.Functions;

public sealed class PrefixedLinksTests
{
    private const string Page = "<a  href=\"/log\">/log</a><link href=\"/\"/><form action=\"/x\"><img src=\"/a/b\"/><a href=\"#top\" href=\"https://a/b\" data-href=\"/y\">";
    private const string Prefixed = "<a  href=\"/api/log\">/log</a><link href=\"/api/\"/><form action=\"/api/x\"><img src=\"/api/a/b\"/><a href=\"#top\" href=\"https://a/b\" data-href=\"/y\">";

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(4096)]
    public async Task Write_InPieces_PrefixesEveryLinkOnce(int piece) => Assert.Equal(Prefixed, await WrittenAsync("text/html; charset=utf-8", piece));

    [Theory]
    [InlineData("text/csv")]
    [InlineData("application/json")]
    [InlineData(null)]
    public async Task Write_NoPage_ChangesNothing(string? type) => Assert.Equal(Page, await WrittenAsync(type, 7));

    [Fact]
    public async Task Write_KnownLength_IsForgotten()
    {
        var context = new DefaultHttpContext();
        context.Response.ContentType = "text/html";
        context.Response.ContentLength = Page.Length;
        await using var links = new PrefixedLinks(new StreamResponseBodyFeature(new MemoryStream()), context.Response, "/api");
        await links.WriteAsync(Encoding.ASCII.GetBytes(Page));

        Assert.Null(context.Response.ContentLength);
    }

    private static async Task<string> WrittenAsync(string? type, int piece)
    {
        var context = new DefaultHttpContext();
        context.Response.ContentType = type;
        using var made = new MemoryStream();
        await using var links = new PrefixedLinks(new StreamResponseBodyFeature(made), context.Response, "/api");
        foreach (var part in Encoding.ASCII.GetBytes(Page).Chunk(piece))
            await links.Writer.WriteAsync(part);
        await links.FlushWriterAsync(CancellationToken.None);
        return Encoding.ASCII.GetString(made.ToArray());
    }
}
