using Microsoft.Playwright;
using TeamsCctv.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace TeamsCctv.Browser.Tests.Days;

/// <summary>Vanguard: the Headteacher's permission and a named downloader; a risk is watched first and told afterwards; covert monitoring begins only when it was authorised.</summary>
public sealed class VanguardDayTests
{
    private const string Viewer = "Named Viewer Example";
    private const string Downloader = "Named Downloader Example";
    private const string Head = "Headteacher Example";

    [Fact]
    public async Task A_day_at_Vanguard()
    {
        await using var day = await Day.OfAsync("VL", Viewer, Head, Downloader);

        await day.AskAsync(Viewer, "property", "Send to the Headteacher");
        var question = await day.Of(Head).CardAsync("May this footage be downloaded?");
        await question.SaysAsync("“I permit this download as Headteacher.”");
        await day.SeeAsync("chat-permission");
        await question.PressAsync("Approve");
        await question.SaysAsync("Authorised by Headteacher Example");
        await (await day.Of(Viewer).CardAsync("This footage may be downloaded")).SaysAsync("Only the Named Downloader downloads it (VL-A3.6)");
        await day.RecordAsync(Downloader);
        await day.SeeAsync("chat-named-downloader");

        var risk = await day.OpenAsync(Viewer, "immediate-risk", "Real-time viewing on an immediate risk");
        await risk.Input("What were the grounds?").FillAsync("A man with a crowbar at the gate.");
        await risk.Input("Camera *").SelectOptionAsync("main-gate");
        await risk.Input("Where?").SelectOptionAsync("CCTV room");
        await risk.PressAsync("Put on the record");
        await (await day.Of(Viewer).CardAsync("Real-time viewing on an immediate risk")).SaysAsync("VL-A3.5c:", "It holds only if this is so");
        await day.SeeAsync("chat-risk-without-grounds");
        await risk.Element.GetByRole(AriaRole.Checkbox).CheckAsync();
        await risk.PressAsync("Put on the record");
        var told = await day.Of(Head).CardAsync("Real-time viewing on an immediate risk");
        await told.SaysAsync("A man with a crowbar at the gate.");
        await told.PressAsync("I have read it");
        await told.Input("Anything to follow?").FillAsync("The Police were called.");
        await told.SendAsync("I have read it");
        await told.SaysAsync("Closed.");
        await day.SeeAsync("chat-risk-told-afterwards");

        var covert = await day.OpenAsync(Viewer, "covert", "Covert monitoring");
        foreach (var condition in await covert.Element.GetByRole(AriaRole.Checkbox).AllAsync())
            await condition.CheckAsync();
        await covert.Input("What is suspected, and on what grounds?").FillAsync("Thefts from the lockers at night.");
        await covert.Input("Camera *").SelectOptionAsync("main-gate");
        await Day.FillAsync(covert, ("From *", Clock.Day(Clock.Now)), ("Until and including", Clock.Day(Clock.Now.AddDays(7))));
        await covert.PressAsync("Send to the Headteacher");
        var may = await day.Of(Head).CardAsync("May this covert monitoring begin?");
        await may.SaysAsync("“I authorise this covert monitoring as Headteacher.”");
        await may.PressAsync("Approve");
        await may.SaysAsync("Approved by");
        var monitoring = await day.Of(Viewer).CardAsync("Covert monitoring");
        await monitoring.SaysAsync("Approved by");
        await monitoring.PressAsync("Record its beginning");
        await monitoring.SendAsync("Record its beginning");
        await monitoring.SaysAsync("Began:");
        await monitoring.PressAsync("Record that it has ceased");
        await day.SeeAsync("chat-covert-under-way");

        var page = await day.PageAsync(Head, "/matters");
        await Expect(page.Locator("main")).ToContainTextAsync("Covert monitoring");
        await day.SeeAsync(page, "matters");
        await day.SeeAsync(await day.PageAsync(Head, "/log"), "log");
    }
}
