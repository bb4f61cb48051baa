using System.Net;
using System.Text;
using TeamsCctv.Hosting;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Recorders;

public sealed class RecorderUrlTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("cctv-test-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_new_URL_takes_the_place_of_the_old_one_and_of_no_other_recorders()
    {
        string old, other;
        await using (var host = await Posting.StartAsync(data: _data.FullName))
            (old, other) = (host.PathOf("oakfield-nvr"), host.PathOf("riverside-protect"));

        var shown = Run("recorder-url", "oakfield-nvr");
        var made = Run("recorder-url", "new", "oakfield-nvr");

        Assert.Equal((0, old), shown);
        Assert.Equal(0, made.Exit);
        Assert.NotEqual(old, made.Output);
        await using var again = await Posting.StartAsync(data: _data.FullName);
        var alert = Encoding.UTF8.GetBytes(Posting.Alert());
        Assert.Equal(HttpStatusCode.NotFound, (await again.PostAsync(old, alert)).Status);
        Assert.Equal(HttpStatusCode.OK, (await again.PostAsync(made.Output, alert)).Status);
        Assert.Equal(other, again.PathOf("riverside-protect"));
    }

    [Theory]
    [InlineData("recorder-url", "new", "oakfield-nvr")]
    [InlineData("export", "oakfield", "out")]
    public void Without_data_there_a_command_says_so_and_makes_none(params string[] words)
    {
        var nowhere = Path.Combine(_data.FullName, "mistyped");

        Assert.True(Commands.TryRun([.. words, "--data", nowhere], TextWriter.Null, TextWriter.Null, out var exit));

        Assert.Equal(1, exit);
        Assert.False(Directory.Exists(nowhere));
    }

    [Fact]
    public async Task No_page_shows_a_recorders_URL()
    {
        await using var host = await Host.StartAsync();
        foreach (var who in new[] { "sid", "cyril", "harriet" })
        {
            var page = await new Browser(await host.AsAsync(who)).GetAsync("/recorders");

            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain("/api/recorders/", page.Html, StringComparison.Ordinal);
        }
    }

    private (int Exit, string Output) Run(params string[] words)
    {
        using var output = new StringWriter();
        Assert.True(Commands.TryRun([.. words, "--data", _data.FullName], output, TextWriter.Null, out var exit));
        return (exit, output.ToString().Trim());
    }
}
