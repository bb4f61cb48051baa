using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Downloads;

/// <summary>The steps of a download as its people take them.</summary>
internal static class Steps
{
    public static readonly (string, string)[] GoodForm =
    [
        ("camera", "main-gate"), ("fromDate", "2026-11-24"), ("fromTime", "12:00"), ("toDate", "2026-11-24"), ("toTime", "12:30"),
        ("ground", "safeguarding"), ("what", "A child was seen leaving by the gate."), ("wants", "Vera Example"),
    ];

    public static async Task<Shown> AskAsync(this School school, string who = "vera", params (string, string)[] changed)
    {
        var form = await school.SayAsync(who, "ask");
        return await school.PressAsync(who, form, Card.Buttons(form.Card).Single(button => button.StartsWith("Send", StringComparison.Ordinal)), [.. GoodForm, .. changed]);
    }

    public static async Task AuthoriseAsync(this School school, string who = "harriet") =>
        await school.PressAsync(who, await school.CardOfAsync(who), "Approve");

    /// <summary>A recording that is kept, asked for by Vera and authorised by Harriet.</summary>
    public static async Task KeepAsync(this School school)
    {
        await school.AskAsync();
        await school.AuthoriseAsync();
        await school.RecordAsync();
    }

    public static async Task<Shown> RecordAsync(this School school, string who = "vera", params (string, string)[] changed) =>
        await school.PressAsync(who, await school.CardOfAsync(who), "Record the download",
        [
            ("atDate", "2026-11-24"), ("atTime", "14:05"), ("sha256", new string('a', 64)), ("kept", "Safe in the CCTV room"), .. changed,
        ]);

    public static async Task<Shown> AskDeletionAsync(this School school, string who = "vera") =>
        await school.AskForDeletionAsync(who, await school.CardOfAsync(who));

    /// <summary>The office's doing: nobody edits the staff register in chat yet.</summary>
    public static Task AppointAsync(this School school, params Appointment[] appointments) =>
        school.Host.Services.GetRequiredService<Registers>().PutAsync(appointments.Select(RegisterEntry.Of));

    private static Task<Shown> AskForDeletionAsync(this School school, string who, SentMessage card) => school.PressAsync(
        who, card, Card.Buttons(card.Card).Last(button => button.StartsWith("Ask ", StringComparison.Ordinal)), ("why", "The matter is closed."));
}
