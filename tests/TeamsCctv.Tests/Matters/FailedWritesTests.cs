using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Features.Matters;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Recorders;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Matters;

/// <summary>Every act in a case that the policy describes meets a store that loses the write, and one that loses only the reply.</summary>
public sealed class FailedWritesTests
{
    private static readonly (string, string)[] Days = [("form.from", "2026-11-24"), ("form.until", "2026-11-30")];

    public static TheoryData<string, bool> Acts()
    {
        var data = new TheoryData<string, bool>();
        foreach (var act in new[] { "open", "approve", "refuse", "not me", "step", "link" })
        {
            data.Add(act, false);
            data.Add(act, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task An_act_whose_write_failed_is_not_acknowledged_and_takes_effect_once_when_sent_again(string act, bool persisted)
    {
        await using var school = await School.OpenAsync();
        var (who, message, button, typed, kind) = await PrepareAsync(school, act);
        await school.SettleAsync();
        var before = school.Records().Count;
        var faults = StoreFaults.In(school);
        faults.Fail(persisted);

        using var failed = await school.PostAsync(School.Press(who, message.Id, Card.Button(message.Card!, button), typed));
        Assert.True(faults.Spent);
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        Assert.Equal(persisted ? before + 1 : before, school.Records().Count);
        await school.PressAsync(who, message.Id, Card.Button(message.Card!, button), typed);
        await school.SettleAsync();

        Assert.Single(school.Records().Skip(before), record => record.Fact!.GetType() == kind);
        Assert.Equal(before + 1, school.Records().Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reminder_whose_write_failed_is_made_once(bool persisted)
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        var reminders = school.Host.Services.GetServices<IHostedService>().OfType<Reminders>().Single();
        await reminders.StopAsync(CancellationToken.None);
        school.Host.Clock.Advance(TimeSpan.FromDays(3));
        await school.SettleAsync();
        var faults = StoreFaults.In(school);
        faults.Fail(persisted);

        await Assert.ThrowsAsync<StoreFailedException>(() => reminders.RemindAsync(CancellationToken.None));
        Assert.True(faults.Spent);
        await reminders.RemindAsync(CancellationToken.None);

        Assert.Single(school.Records(), record => record.Fact is MatterReminded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_office_that_a_case_gives_is_entered_although_a_write_after_it_failed(bool persisted)
    {
        await using var school = await School.OpenAsync();
        var (message, form) = await school.BeginAsync("harriet", "approve-viewer");
        await school.SettleAsync();
        var faults = StoreFaults.In(school);
        faults.Fail(persisted, skip: 1);

        await school.PressAsync("harriet", form.On(message), "Put on the record", [("form.person", "tess"), ("form.why", "Duty team."), .. Days]);
        await Eventually.TrueAsync(() => faults.Spent);
        await school.SettleAsync();

        var registers = school.Host.Services.GetRequiredService<Registers>();
        await Eventually.TrueAsync(() => registers.Staff.Appointments.Count(held => held is { Person: "tess", Position: "approved-viewer" }) == 1);
    }

    private static async Task<(string Who, SentMessage Message, string Button, (string, string)[] Typed, Type Kind)> PrepareAsync(School school, string act)
    {
        if (act == "open")
        {
            var (message, form) = await school.BeginAsync("olive", "police");
            return ("olive", form.On(message), "Send to the Headteacher", Moves.Police, typeof(MatterOpened));
        }

        // Where a chat is, is written at the first word of it: that is not the write that shall fail.
        foreach (var decider in new[] { "harriet", "sid" })
            await school.SayAsync(decider, "help");
        await school.OpenAsync("olive", "police", Moves.Police);
        return act switch
        {
            "approve" => ("harriet", await school.WithButtonAsync("harriet", "Approve"), "Approve", [("approve.scope", "all")], typeof(MatterApproved)),
            "refuse" => ("harriet", await school.WithButtonAsync("harriet", "Refuse"), "Refuse", [("reason", "Ask for less.")], typeof(MatterRefused)),
            "link" => ("olive", await school.WithButtonAsync("olive", "Make a link for the officer"), "Make a link for the officer", [], typeof(MatterLinkMade)),
            "not me" => ("harriet", await school.WithButtonAsync("harriet", "Not me"), "Not me", [], typeof(MatterPassedOn)),
            _ => ("sid", await school.WithButtonAsync("sid", "Preserve the footage"), "Preserve the footage", [("preserve.where", "Locked on the recorder")], typeof(MatterStepTaken)),
        };
    }
}
