using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Downloads;
using TeamsCctv.Tests.Policies;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Library;

/// <summary>The same days at both homes of the store.</summary>
public sealed class ColumnTests
{
    private const string Embedded = "embedded";
    private const string Microsoft365 = "Microsoft 365";

    [Theory]
    [InlineData(Embedded)]
    [InlineData(Microsoft365)]
    public async Task A_download_is_asked_for_authorised_recorded_and_in_the_log(string name)
    {
        using var column = Column.Of(name);
        await using var school = await School.OpenAsync(column.Configure, column.Settings);

        await school.KeepAsync();

        Assert.Single(school.Records().Select(record => record.Fact).OfType<DownloadRecorded>());
        Assert.Contains("Vera Example", await school.LogAsync("harriet"), StringComparison.Ordinal);
        await FiledAsync(column, school);
    }

    [Theory]
    [InlineData(Embedded)]
    [InlineData(Microsoft365)]
    public async Task The_same_press_twice_takes_effect_once_and_a_stranger_to_the_case_is_refused_on_the_record(string name)
    {
        using var column = Column.Of(name);
        await using var school = await School.OpenAsync(column.Configure, column.Settings);
        await school.AskAsync();
        var card = await school.CardOfAsync("harriet");

        await school.PressAsync("tess", card, "Approve");
        await Task.WhenAll(school.PressAsync("harriet", card, "Approve"), school.PressAsync("harriet", card, "Approve"));

        var facts = school.Records().Select(record => record.Fact).ToList();
        Assert.Single(facts.OfType<DownloadAuthorised>());
        Assert.Single(facts.OfType<Domain.Cases.ActRefused>());
        await FiledAsync(column, school);
    }

    [Theory]
    [InlineData(Embedded)]
    [InlineData(Microsoft365)]
    public async Task After_a_restart_everything_is_where_it_was(string name)
    {
        using var column = Column.Of(name);
        await using var school = await School.OpenAsync(column.Configure, column.Settings);
        await school.AskAsync();
        await school.SettleAsync();
        var before = Column.Records(school.Host.Services.GetRequiredService<Database>(), School.Oakfield);

        await school.RestartAsync(column.Configure);
        Assert.StartsWith(before, Column.Records(school.Host.Services.GetRequiredService<Database>(), School.Oakfield), StringComparison.Ordinal);
        await school.AuthoriseAsync();
        await school.RecordAsync();

        Assert.Single(school.Records().Select(record => record.Fact).OfType<DownloadRecorded>());
        await FiledAsync(column, school);
    }

    [Fact]
    public async Task Where_the_library_does_not_answer_a_press_is_not_confirmed_and_the_next_one_finds_it_done()
    {
        using var column = Column.Of(Microsoft365);
        await using var school = await School.OpenAsync(column.Configure, column.Settings);
        await school.AskAsync();
        var card = await school.CardOfAsync("harriet");
        column.SharePoint!.IsDown = true;

        using var lost = await school.PostAsync(School.Press("harriet", card.Id, Card.Button(card.Card!, "Approve")));
        column.SharePoint.IsDown = false;
        var again = await school.PressAsync("harriet", card, "Approve");

        Assert.Equal(System.Net.HttpStatusCode.InternalServerError, lost.StatusCode);
        Assert.Contains("Harriet Example", again.Words, StringComparison.Ordinal);
        Assert.Single(school.Records().Select(record => record.Fact).OfType<DownloadAuthorised>());
        await FiledAsync(column, school);
    }

    [Fact]
    public async Task A_log_that_has_changed_its_key_is_made_again_from_the_library_by_the_key_it_began_with()
    {
        using var column = Column.Of(Microsoft365);
        await using var school = await School.OpenAsync(column.Configure, column.Settings);
        await school.AskAsync();
        await Column.SettleAsync(school.Host);
        var first = school.Host.Services.GetRequiredService<LogKey>().VerifierKeyOf(School.Oakfield);
        File.Move(Path.Combine(school.Host.Data, "log-key.pem"), Path.Combine(school.Host.Data, "log-key-before.pem"));

        await school.RestartAsync(column.Configure);
        await school.AuthoriseAsync();

        Assert.NotEqual(first, school.Host.Services.GetRequiredService<LogKey>().VerifierKeyOf(School.Oakfield));
        await FiledAsync(column, school, first);
    }

    private static async Task FiledAsync(Column column, School school, string? key = null)
    {
        if (column.SharePoint is null)
            return;
        await school.SettleAsync();
        await Column.SettleAsync(school.Host);
        Assert.Empty(column.SharePoint.Wrong);
        var known = key ?? school.Host.Services.GetRequiredService<LogKey>().VerifierKeyOf(School.Oakfield);
        Assert.Equal(
            Column.Records(school.Host.Services.GetRequiredService<Database>(), School.Oakfield),
            await Column.RebuildAsync(school.Host, School.Oakfield, known));
    }
}
