using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Tests.Downloads;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Storage;

/// <summary>Two processes on one store: what one was told the other knows, and of two clicks at once one takes effect.</summary>
public sealed class TwoProcessTests
{
    [Fact]
    public async Task A_case_asked_for_at_one_process_is_authorised_at_the_other_and_recorded_at_the_first()
    {
        await using var two = await TwoProcesses.OpenAsync();

        await two.School.AskAsync();
        var card = await two.School.CardOfAsync("harriet");
        var answer = await two.PressThereAsync("harriet", card, "Approve");
        await two.School.RecordAsync("vera");

        Assert.Contains("Harriet Example", answer, StringComparison.Ordinal);
        var facts = two.School.Records().Select(record => record.Fact).ToList();
        Assert.Single(facts.OfType<DownloadAuthorised>());
        Assert.Single(facts.OfType<DownloadRecorded>());
        Assert.Equal(two.LogHere(), await two.LogThereAsync());
    }

    [Fact]
    public async Task Of_clicks_at_both_processes_at_once_one_takes_effect_for_each_case()
    {
        await using var two = await TwoProcesses.OpenAsync();
        for (var round = 0; round < 8; round++)
        {
            await two.School.AskAsync();
            var card = await two.School.CardOfAsync("harriet");
            await Task.WhenAll(
                two.School.PressAsync("harriet", card, "Approve"),
                two.PressThereAsync("harriet", card, "Refuse", ("reason", "Not needed for this.")));
        }

        var facts = two.School.Records().Select(record => record.Fact).ToList();
        Assert.Equal(8, facts.OfType<DownloadRequested>().Count());
        Assert.Equal(8, facts.Count(fact => fact is DownloadAuthorised or DownloadRefused));
        await two.School.SettleAsync();
        Assert.Equal(two.LogHere(), await two.LogThereAsync());
    }

    [Fact]
    public async Task A_form_and_a_sign_in_of_one_process_are_good_at_the_other()
    {
        await using var two = await TwoProcesses.OpenAsync();
        using var harriet = await two.School.Host.AsAsync("harriet");
        using var here = await harriet.GetAsync(new Uri("/log", UriKind.Relative));
        using var there = await harriet.GetAsync(new Uri(two.There.Address, "/log"));

        Assert.Equal(System.Net.HttpStatusCode.OK, here.StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.OK, there.StatusCode);
    }
}
