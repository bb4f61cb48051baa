using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Downloads;

/// <summary>Clauses of the policy that bear on a download without being a step of it.</summary>
public sealed class ClauseTests
{
    [Fact]
    [Trait("clause", "AL-9.6")]
    public async Task The_system_administrator_keeps_the_recording_and_the_log_says_who_and_where()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        await school.AuthoriseAsync();
        var path = $"/cases/oakfield/D-{school.Records().Single(record => record.Fact is DownloadRequested).Number}";
        var page = new Browser(await school.Host.AsAsync("cyril"));

        await page.SubmitAsync(path, $"{path}/record", ("at", "2026-11-24T14:05"), ("sha256", new string('b', 64)), ("kept", "Locked cabinet in the CCTV room"));

        var clip = school.Last<DownloadRecorded>();
        Assert.Equal(("Cyril Example", "CCTV System Administrator", "Locked cabinet in the CCTV room"), (clip.By.Name, clip.By.Title, clip.KeptWhere));
        Assert.Contains("Locked cabinet in the CCTV room", (await page.GetAsync(path)).Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "AL-9.6")]
    public async Task The_keeper_is_told_to_delete_the_evidence_and_says_how_it_went()
    {
        await using var school = await School.OpenAsync();
        await school.KeepAsync();
        await school.AskDeletionAsync();
        await school.AuthoriseAsync();
        var card = await school.CardOfAsync("cyril");

        Assert.Contains("Delete this recording now", Card.Words(card.Card), StringComparison.Ordinal);
        await school.PressAsync("cyril", card, "Record the deletion", ("on", "2026-11-24"), ("how", "Wiped from the stick in the locked cabinet."), ("sameFile", "true"));
        Assert.Equal("Cyril Example", school.Last<DeletionCarriedOut>().By.Name);
    }

    [Theory]
    [InlineData("access-request", "A person asks to see footage of themselves", "AL-10.2")]
    [InlineData("police", "The Police ask for it", "AL-11.2")]
    [InlineData("outside-body", "An outside body asks for it, with evidence", "AL-11.5")]
    [Trait("clause", "AL-10.2")]
    [Trait("clause", "AL-11.2")]
    [Trait("clause", "AL-11.5")]
    public async Task What_comes_from_outside_is_asked_for_by_the_nominated_lead_and_goes_to_the_Headteacher(string ground, string title, string clause)
    {
        await using var school = await School.OpenAsync();

        await school.AskAsync("olive", ("ground", ground), ("wants", "PC Example, 4321"));
        var refused = await school.AskAsync("vera", ("ground", ground));

        var words = Card.Words((await school.CardOfAsync("harriet")).Card);
        Assert.Contains($"{title} ({clause})", words, StringComparison.Ordinal);
        Assert.Contains("PC Example, 4321", words, StringComparison.Ordinal);
        Assert.Contains(clause, refused.Words, StringComparison.Ordinal);
        Assert.Equal(("ground-not-yours", clause), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));
        Assert.Single(school.Records(), record => record.Fact is DownloadRequested);
    }
}
