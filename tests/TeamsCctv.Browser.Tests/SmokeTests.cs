using TeamsCctv.Testing;

namespace TeamsCctv.Browser.Tests;

public sealed class SmokeTests
{
    [Fact]
    public async Task The_program_answers_and_answers_again_after_it_was_killed()
    {
        await using var app = await AppProcess.StartAsync();
        using var http = new HttpClient { BaseAddress = app.Url };
        var first = app.Id;
        Assert.True((int)(await http.GetAsync(new Uri("/", UriKind.Relative))).StatusCode < 500);

        await app.KillAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri("/", UriKind.Relative)));

        await app.StartAgainAsync();
        Assert.NotEqual(first, app.Id);
        Assert.True((int)(await http.GetAsync(new Uri("/", UriKind.Relative))).StatusCode < 500);
    }

    [Fact]
    public async Task A_program_that_cannot_start_says_why()
    {
        var missing = Path.Combine(Repository.Root, "no-such-program.dll");
        var wrong = await Assert.ThrowsAsync<InvalidOperationException>(() => AppProcess.StartAsync(assembly: missing));
        Assert.Contains("before it answered", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(missing, wrong.Message, StringComparison.Ordinal);
    }
}
