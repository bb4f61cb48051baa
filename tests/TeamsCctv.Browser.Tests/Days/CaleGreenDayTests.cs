using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TeamsCctv.Browser.Tests.Days;

/// <summary>Cale Green: three positions act on their own, the Police are answered, the log and the disclosure log keep themselves.</summary>
public sealed class CaleGreenDayTests
{
    private const string Manager = "School Business Manager Example";
    private const string Teacher = "Employee Example";

    [Fact]
    public async Task A_day_at_Cale_Green()
    {
        await using var day = await Day.OfAsync("CG", Manager, Teacher);

        await day.Of(Teacher).SayAsync("ask");
        await (await day.Of(Teacher).CardAsync("Ask for footage")).SaysAsync("CG-4: Footage is open to three positions only");
        await day.AskAsync(Manager, "crime");
        await day.RecordAsync(Manager);
        var kept = await day.Of(Manager).CardAsync("The recording is kept");
        await kept.SaysAsync("Nobody has to sign for this download.");
        await day.SeeAsync("chat-kept-without-a-signature");

        var form = await day.OpenAsync(Manager, "police", "Disclosure to the Police or another law enforcement agency");
        await Day.FillAsync(form,
            ("Officer's name", "Pat Constable"), ("Collar number", "1234"), ("Rank", "Sergeant"), ("Police force", "Example Constabulary"), ("Station", "Exampleton"),
            ("Crime or incident number", "EX/2026/77"), ("Why is it needed?", "To identify who broke the window."));
        await form.Input("Ground").SelectOptionAsync("crime");
        await form.Input("Purpose of the cameras that it serves").SelectOptionAsync("other");
        await day.FootageAsync(form);
        await Expect(form.Input("Recording of it that the school keeps already").Locator("option").Nth(1)).ToContainTextAsync("Main gate");
        await form.Input("Recording of it that the school keeps already").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await form.PressAsync("Put on the record");
        await (await day.Of(Manager).CardAsync("Disclosure to the Police or another law enforcement agency")).SaysAsync("CG-2:", "Name one of them.");
        await day.SeeAsync("chat-purpose-refused");
        await form.Input("Purpose of the cameras that it serves").SelectOptionAsync("identify");
        await form.PressAsync("Put on the record");

        var open = await day.Of(Manager).CardAsync("Disclosure to the Police or another law enforcement agency");
        await open.SaysAsync("School Business Manager Example, School Business Manager,");
        await kept.SaysAsync("holds it: it must not be deleted before that is closed");
        await kept.PressAsync("It can go");
        await kept.Input("Why can it go?").FillAsync("The shelf is full.");
        await kept.SendAsync("It can go");
        await kept.SaysAsync("The policy does not allow that.", "is about this recording and holds it");
        await day.SeeAsync("chat-held");

        await open.PressAsync("Answer for other people in it");
        await open.Input("Other people in the footage").SelectOptionAsync("none");
        await open.Input("Why is that so?").FillAsync("Only the one person is in the frame.");
        await open.SendAsync("Answer for other people in it");
        await open.PressAsync("Record the release");
        await open.Input("Given to").FillAsync("Pat Constable");
        await open.Input("How?").SelectOptionAsync("seen");
        await open.SendAsync("Record the release");
        await open.SaysAsync("Closed.");
        await day.SeeAsync("chat-disclosure-closed");

        await day.SeeAsync(await day.PageAsync("Headteacher Example", "/log"), "log");
        var log = await day.PageAsync("Headteacher Example", "/disclosures");
        await Expect(log.GetByRole(AriaRole.Table)).ToContainTextAsync("Pat Constable");
        await day.SeeAsync(log, "disclosures");
    }
}
