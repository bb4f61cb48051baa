using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.CctvLog;
using TeamsCctv.Features.Retention;
using TeamsCctv.Tests.Pages;
using TeamsCctv.Tests.Recorders;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Downloads;

/// <summary>People come into office and leave it while a case waits.</summary>
public sealed class OfficeTests
{
    private static readonly LocalDate Since = new(2020, 9, 1);

    [Fact]
    [Trait("clause", "AL-AppI")]
    public async Task An_alternate_whose_period_starts_tomorrow_gets_the_waiting_card_at_midnight_and_signs_it()
    {
        await using var school = await School.OpenAsync();
        await school.AppointAsync(new Appointment("tess", School.Oakfield, "headteacher", "Class Teacher", new(2026, 11, 25), null, "harriet"));
        await school.AskAsync();
        await school.SettleAsync();
        Assert.DoesNotContain(school.Inbox("tess"), message => message.Card is not null);

        school.Host.Clock.SetUtcNow(new(2026, 11, 25, 0, 0, 1, TimeSpan.Zero));
        await Eventually.TrueAsync(() => Buttons(school, "tess").Contains("Approve"));
        await school.AuthoriseAsync("tess");

        Assert.Equal("Class Teacher (nominated alternate)", school.Last<DownloadAuthorised>().By.Title);
    }

    [Fact]
    public async Task However_many_cases_wait_whoever_comes_into_office_gets_the_card_of_the_last_one()
    {
        await using var school = await School.OpenAsync();
        await CaseListTests.FillAsync(school.Host, 600);
        await school.AskAsync();
        await school.SettleAsync();

        await school.AppointAsync(new Appointment("tess", School.Oakfield, "headteacher", "Class Teacher", Since, null, "harriet"));

        await Eventually.TrueAsync(() => Buttons(school, "tess").Contains("Approve"));
    }

    [Fact]
    public async Task A_deletion_asked_for_when_nobody_could_sign_goes_to_whoever_is_appointed_next()
    {
        await using var school = await School.OpenAsync();
        await school.KeepAsync();
        LocalDate end = new(2027, 5, 1);
        await school.AppointAsync(
            new("harriet", School.Oakfield, "headteacher", "Headteacher", Since, end),
            new("edith", null, "headteacher", "Executive Headteacher", Since, end),
            new("anita", School.Oakfield, "headteacher", "Deputy Head", Since, end, "harriet"));
        school.Host.Clock.SetUtcNow(new(2027, 6, 1, 9, 0, 0, TimeSpan.Zero));
        await AskByClockAsync(school);
        await school.SettleAsync();
        Assert.Contains(school.Records(), record => record.Fact is DeletionAsked);

        await school.AppointAsync(new Appointment("tess", School.Oakfield, "headteacher", "Headteacher", new(2027, 6, 1), null));
        await Eventually.TrueAsync(() => Buttons(school, "tess").Contains("Approve"));
        await school.AuthoriseAsync("tess");

        Assert.Equal("Tess Example", school.Last<DeletionAuthorised>().By.Name);
    }

    [Fact]
    public async Task Whoever_leaves_office_loses_the_buttons_once_and_has_them_back_with_the_office()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        var card = await school.CardOfAsync("anita");
        Assert.Contains("Approve", Card.Buttons(card.Card));

        await school.AppointAsync(new Appointment("anita", School.Oakfield, "headteacher", "Deputy Head", Since, new(2026, 11, 24), "harriet"));
        await Eventually.TrueAsync(() => Buttons(school, "anita").Count == 0);
        await school.RestartAsync();
        await school.AppointAsync(new Appointment("tess", School.Oakfield, "headteacher", "Class Teacher", Since, null, "harriet"));
        await Eventually.TrueAsync(() => Buttons(school, "tess").Contains("Approve"));
        await school.SettleAsync();
        Assert.Equal(1, school.Teams.Messages[card.Id].Updates);

        await school.AppointAsync(new Appointment("anita", School.Oakfield, "headteacher", "Deputy Head", Since, new(2030, 9, 1), "harriet"));
        await Eventually.TrueAsync(() => Buttons(school, "anita").Contains("Approve"));
        Assert.Equal(2, school.Teams.Messages[card.Id].Updates);
        Assert.Single(school.Inbox("anita"), message => message.Card is not null);
    }

    private static IReadOnlyList<string> Buttons(School school, string who) =>
        school.Inbox(who).LastOrDefault(message => message.Card is not null) is { } card ? Card.Buttons(card.Card) : [];

    private static async Task AskByClockAsync(School school)
    {
        await school.Host.Services.GetRequiredService<CctvLogView>().CatchUpAsync(School.Oakfield, CancellationToken.None);
        await school.Host.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<RetentionAsks>().Single().AskAsync();
    }
}
