using System.Net;
using TeamsCctv.Domain.Cases.Matters;
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

        var keeper = new Browser(await school.Host.AsAsync(Keeper));
        var page = await keeper.GetAsync(school.PageOf());
        Assert.Contains("Main gate", page.Text, StringComparison.Ordinal);
        Assert.All(["Jane", "Ella", Mails.Parent, "pushed"], word => Assert.DoesNotContain(word, page.Html, StringComparison.Ordinal));
        var original = school.Records().Select(record => record.Fact).OfType<MailReceived>().Single().Original;
        Assert.Equal(HttpStatusCode.Forbidden, (await keeper.GetAsync($"{school.PageOf()}/documents/{original}")).Status);

        var nowhere = await school.StepOnPageAsync(Keeper, "preserve", ("f.where", ""));
        Assert.Contains("Nothing was recorded yet", nowhere.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Jane", nowhere.Html, StringComparison.Ordinal);

        var done = await school.DoAsync(Keeper, "Preserve the footage", ("preserve.where", "Locked on the recorder"));
        Assert.Contains("Preserve the footage", done.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Jane", done.Words, StringComparison.Ordinal);
    }
}
