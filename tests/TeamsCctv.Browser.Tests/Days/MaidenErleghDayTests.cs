using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TeamsCctv.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace TeamsCctv.Browser.Tests.Days;

/// <summary>Maiden Erlegh: the Headteacher approves who looks, nobody monitors covertly, and Appendix 2 goes from section A to office use.</summary>
public sealed class MaidenErleghDayTests
{
    private const string Head = "Headteacher Example";
    private const string Leader = "Senior Leadership Team Example";
    private const string Compliance = "Data Protection Compliance Manager Example";
    private const string Form = "Disclosure to a third party, the Police included (Appendix 2)";

    [Fact]
    public async Task A_day_at_Maiden_Erlegh()
    {
        await using var day = await Day.OfAsync("ME", Head, Leader, Compliance);

        var approval = await day.OpenAsync(Head, "approve-viewer", "Approve a member of staff for CCTV");
        await approval.Input("Who?").SelectOptionAsync("employee");
        await Day.FillAsync(approval, ("From *", Clock.Day(Clock.Now)), ("Until and including", Clock.Day(Clock.Now.AddDays(30))), ("What for?", "She leads the gate duty."));
        await approval.PressAsync("Put on the record");
        await (await day.Of(Head).CardAsync("Approve a member of staff for CCTV")).SaysAsync("Employee Example, Employee");
        await (await day.OpenAsync(Head, "covert", "Covert monitoring")).SaysAsync("ME-A1.covert: No school of the Trust uses its CCTV for covert monitoring.");
        await day.SeeAsync("chat-covert-refused");

        var form = await day.OpenAsync(Head, "disclosure", Form);
        await form.Input("View").Last.CheckAsync();
        await form.Input("What data is required, and where is it stored?").FillAsync("Ten minutes of the main gate, on the recorder.");
        await day.FootageAsync(form);
        await form.PressAsync("Send to the Senior Leadership Team");
        var open = await day.Of(Head).CardAsync(Form);
        await open.SaysAsync("Waiting for");
        var question = await day.Of(Leader).CardAsync("May this be disclosed (Appendix 2)?");
        await question.SaysAsync("is missing: without it this cannot be approved (ME-A2)");
        await day.SeeAsync("chat-section-b-missing");
        await SignAsync(day, open);

        await question.SaysAsync("Pat Constable");
        await question.PressAsync("Approve");
        await question.Input("It may be, because").SelectOptionAsync("fair");
        await day.SeeAsync("chat-senior-leader");
        await question.SendAsync("Approve");
        await question.SaysAsync("Approved by Senior Leadership Team Example");
        await open.PressAsync("Record the handing over");
        await Day.FillAsync(open, ("School representative making the disclosure", Head), ("Given to", "Pat Constable"));
        await open.SendAsync("Record the handing over");
        var office = await day.Of(Compliance).CardAsync(Form);
        await office.PressAsync("Office use: add it to the disclosure log");
        await Day.FillAsync(office, ("Date of receipt", Clock.Day(Clock.Now)), ("Date added to the disclosure log", Clock.Day(Clock.Now)));
        await office.SendAsync("Office use: add it to the disclosure log");
        await office.SaysAsync("Closed.");
        await day.SeeAsync("chat-office-use");

        var log = await day.PageAsync(Compliance, "/disclosures");
        await Expect(log.GetByRole(AriaRole.Table)).ToContainTextAsync("Approved: Senior Leadership Team Example");
        await day.SeeAsync(log, "disclosures");
    }

    /// <summary>The officer fills in section B behind the link that the school's representative made.</summary>
    private static async Task SignAsync(Day day, ChatCard open)
    {
        await open.PressAsync("Section B: who needs it and why");
        await open.SendAsync("Make a link for the officer");
        await Expect(open.Input("The link")).ToHaveValueAsync(new Regex("/forms/[0-9a-f]{48}$"));
        var officer = await day.Chat.Page.Context.NewPageAsync();
        await officer.GotoAsync(await open.Input("The link").InputValueAsync());
        await officer.GetByLabel("a) A police officer").CheckAsync();
        await officer.GetByLabel("The prevention or detection of crime").CheckAsync();
        (string Label, string Value)[] typed =
        [
            ("Name", "Pat Constable"), ("Collar number", "1234"), ("Rank", "Sergeant"), ("Police force (police)", "Example Constabulary"), ("Station", "Exampleton"),
            ("Crime or incident number", "EX/2026/77"), ("Type your full name to sign", "Pat Constable"),
        ];
        foreach (var (label, value) in typed)
            await officer.GetByLabel(label, new() { Exact = label == "Name" }).FillAsync(value);
        await day.SeeAsync(officer, "officer-section-b");
        await officer.GetByRole(AriaRole.Button, new() { Name = "Sign and send" }).ClickAsync();
        await Expect(officer.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your form was received");
        await officer.CloseAsync();
    }
}
