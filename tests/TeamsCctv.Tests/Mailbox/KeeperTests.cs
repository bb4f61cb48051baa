using System.Net;
using TeamsCctv.Tests.Matters;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Mailbox;

/// <summary>Whoever keeps the footage of a request needs to know where and when it was, and nothing of who asks.</summary>
public sealed class KeeperTests
{
    private const string Keeper = "named-downloader";

    [Fact]
    public async Task Whoever_preserves_the_footage_sees_where_and_when_it_was_and_nothing_of_the_mail()
    {
        await using var school = await School.OpenAsync("VL");
        await school.MailAsync($"Jane Doe <{Mails.Parent}>", "Footage of my daughter", Mails.Asking);

        var asked = await school.WordsWithAsync(Keeper, "Preserve the footage");
        Assert.Contains("Main gate", asked, StringComparison.Ordinal);
        Assert.Contains("Thu 12 Nov 2026, 08:30", asked, StringComparison.Ordinal);
        Assert.Contains("On the recorder until", asked, StringComparison.Ordinal);
        Assert.All(["Jane", "Ella", Mails.Parent, "pushed"], word => Assert.DoesNotContain(word, asked, StringComparison.Ordinal));

        var done = await school.DoAsync(Keeper, "Preserve the footage", ("preserve.where", "Locked on the recorder"));
        Assert.Contains("Preserve the footage", done.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Jane", done.Words, StringComparison.Ordinal);

        var page = await new Browser(await school.Host.AsAsync(Keeper)).GetAsync(school.PageOf());
        Assert.NotEqual(HttpStatusCode.OK, page.Status);
        Assert.DoesNotContain("Jane", page.Text, StringComparison.Ordinal);
    }
}
