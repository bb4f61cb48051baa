using System.Net;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Recorders;

public sealed class FaultCardTests
{
    [Theory]
    [InlineData("admin_access", "Administrator signed in", "report a possible breach")]
    [InlineData("admin_recording_clips_manipulations", "Footage exported or deleted", "Find the authorised download that it belongs to.")]
    [InlineData("something_new", "Not understood", "Look the word up in the recorder's manual.")]
    public async Task The_site_manager_reads_what_it_is_and_what_to_do_next(string key, string title, string next)
    {
        await using var school = await School.OpenAsync();
        await school.SayAsync("simone", "help");

        Assert.Equal(HttpStatusCode.OK, await school.Host.RiversideAsync(Posting.Alarm(key, "nvr", "e1")));
        await school.Host.ReportedAsync("riverside");
        var words = Card.Words((await school.CardOfAsync("simone")).Card);

        Assert.Contains($"{title}: Riverside Protect", words, StringComparison.Ordinal);
        Assert.Contains(next, words, StringComparison.Ordinal);
    }
}
