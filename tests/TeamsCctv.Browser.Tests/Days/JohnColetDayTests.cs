using TeamsCctv.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace TeamsCctv.Browser.Tests.Days;

/// <summary>John Colet: anybody may ask to look, one of seven permits it, and the seven download by themselves.</summary>
public sealed class JohnColetDayTests
{
    private const string Teacher = "Employee Example";
    private const string Deputy = "Deputy Headteacher Example";
    private const string Inclusion = "Inclusion Unit Manager Example";
    private const string Question = "May this recording be looked at?";

    [Fact]
    public async Task A_day_at_John_Colet()
    {
        await using var day = await Day.OfAsync("JC", Teacher, Deputy, Inclusion);

        var form = await day.OpenAsync(Teacher, "recorded-viewing", "Look at a recording");
        await day.FootageAsync(form);
        await form.Input("Ground").SelectOptionAsync("other");
        await form.Input("What happened?").FillAsync("To see who parks where.");
        await form.PressAsync("Send to the Headteacher");
        await (await day.Of(Teacher).CardAsync("Look at a recording")).SaysAsync("JC-1.only:", "The cameras are used for nothing else.");
        await day.SeeAsync("chat-nothing-else");
        await form.Input("Ground").SelectOptionAsync("bullying");
        await form.Input("What happened?").FillAsync("A boy was pushed against the gate.");
        await form.PressAsync("Send to the Headteacher");
        var asked = await day.Of(Teacher).CardAsync("Look at a recording");
        await asked.SaysAsync("Waiting for");

        var question = await day.Of(Deputy).CardAsync(Question);
        await question.PressAsync("I am away");
        await question.Input("Until and including").FillAsync(Clock.Day(Clock.Now.AddDays(3)));
        await question.SendAsync("Let others decide");
        await question.SaysAsync("You are away until");
        await (await day.Of(Deputy).CardAsync("Say that you are away")).SaysAsync("Away until and including");
        var other = await day.Of(Inclusion).CardAsync(Question);
        await other.SaysAsync("“I permit this viewing as Inclusion Unit Manager.”", "A boy was pushed against the gate.");
        await day.SeeAsync("chat-one-of-seven-is-away");
        await other.PressAsync("Approve");
        await other.SaysAsync("Approved by Inclusion Unit Manager Example");

        await asked.PressAsync("Add a viewing");
        await asked.Input("Where?").SelectOptionAsync("CCTV room");
        await asked.SendAsync("Add a viewing");
        await asked.SaysAsync("Where? CCTV room");
        await asked.PressAsync("Close it");
        await asked.Input("What was found?").FillAsync("Who pushed him.");
        await asked.SendAsync("Close it");
        await asked.SaysAsync("Closed.");
        await day.SeeAsync("chat-seen-and-closed");

        await day.AskAsync(Inclusion, "bullying");
        await day.RecordAsync(Inclusion);
        await day.SeeAsync("chat-one-of-seven-downloads");
        var policy = await day.PageAsync("Head of Finance and Business Example", "/policy");
        await Expect(policy.Locator("main")).ToContainTextAsync("JC-3");
        await day.SeeAsync(policy, "policy");
        await day.SeeAsync(await day.PageAsync("Head of Finance and Business Example", "/log"), "log");
    }
}
