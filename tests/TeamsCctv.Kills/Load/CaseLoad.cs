using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace TeamsCctv.Kills.Load;

/// <summary>
/// One person who asks for footage again and again, and the people around them who decide: each case goes from the
/// request as far as chance takes it, at most to the recorded deletion.
/// </summary>
public sealed class CaseLoad(Chat chat, Ledger ledger, School school, string asker, string ground, Random chance, CancellationToken stop)
{
    private int _cases;

    public async Task RunAsync()
    {
        try
        {
            while (!stop.IsCancellationRequested)
                await CaseAsync($"{asker} {++_cases}");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Between two acts; whatever was sent has been answered.
        }
    }

    private async Task CaseAsync(string mark)
    {
        var id = await AskAsync(mark);
        await PauseAsync();
        if (Stops(0.1) || !await DecideAsync(id, "May this footage be downloaded?", "download", chance.NextDouble() < 0.8))
            return;
        await KeepAsync(id, "keep.record", "download.recorded", $"{mark} kept", new()
        {
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mark))),
            ["kept"] = $"{mark} kept",
        });
        if (Stops(0.1))
            return;
        await KeepAsync(id, "keep.view", "viewing.recorded", null, new() { ["staff"] = school.Deciders[0], ["area"] = school.Area });
        await KeepAsync(id, "keep.ask-deletion", "deletion.asked", $"{mark} why", new() { ["why"] = $"{mark} why" });
        if (Stops(0.1) || !await DecideAsync(id, "May this recording be deleted?", "deletion", approve: true))
            return;
        await KeepAsync(id, "keep.carry-out", "deletion.done", $"{mark} how", new() { ["how"] = $"{mark} how", ["sameFile"] = "true" });
    }

    private async Task<string> AskAsync(string mark)
    {
        await chat.WriteAsync(asker, "ask");
        var form = await chat.CardAsync(asker, "the form", card => Cards.Has(card, "ask.submit"));
        var shown = await PressAsync(asker, form, "ask.submit", new()
        {
            ["camera"] = school.Camera,
            ["ground"] = ground,
            ["what"] = mark,
            ["wants"] = "Nobody Example",
        });
        var id = Cards.HeadOf(shown)?.Split(" · ")[^1] ?? throw new InvalidOperationException($"The answer to a request names no case: {shown.ToJsonString()}");
        Acknowledged(id, ["download.requested"], mark);
        return id;
    }

    /// <summary>Somebody entitled decides; now and then two of them at once, of whom one must win.</summary>
    private async Task<bool> DecideAsync(string id, string title, string what, bool approve)
    {
        var (yes, no) = ($"{what}.authorised", $"{what}.refused");
        Try(id, yes);
        Try(id, no);
        var deciders = school.Deciders.Where(person => person != asker).OrderBy(_ => chance.Next()).ToList();
        var both = chance.NextDouble() < 0.3;
        await Task.WhenAll(deciders.Take(both ? 2 : 1).Select(person => OneDecidesAsync(person, id, title, approve)));
        Acknowledged(id, [yes, no], null);
        return approve;
    }

    private async Task OneDecidesAsync(string person, string id, string title, bool approve)
    {
        var message = await chat.CardAsync(person, $"the card “{title}” of {id}", card => Cards.HeadOf(card) == school.Head(id) && Cards.TitleOf(card) == title);
        if (!Cards.Has(message.Card!, "decide.approve"))
            return; // The other was quicker, and this copy says so already.
        await PressAsync(person, message, approve ? "decide.approve" : "decide.refuse", approve ? [] : new() { ["reason"] = "Not needed" });
    }

    private async Task KeepAsync(string id, string verb, string kind, string? mark, JsonObject typed)
    {
        Try(id, kind);
        var message = await chat.CardAsync(asker, $"{verb} of {id}", card => Cards.HeadOf(card) == school.Head(id) && Cards.Has(card, verb));
        await PressAsync(asker, message, verb, typed);
        Acknowledged(id, [kind], mark);
        await PauseAsync();
    }

    private async Task<JsonObject> PressAsync(string person, Tests.Support.SentMessage message, string verb, JsonObject typed)
    {
        var shown = await chat.PressAsync(person, message, verb, typed);

        // An impatient person presses twice.
        if (chance.NextDouble() < 0.1 && Cards.Has(message.Card!, verb))
            shown = await chat.PressAsync(person, message, verb, typed);
        return shown ?? throw new InvalidOperationException($"{verb} of {person} was answered with a line of text.");
    }

    private void Try(string id, string kind) => ledger.Tried[(school.Id, id, kind)] = true;

    private void Acknowledged(string id, IReadOnlyList<string> kinds, string? mark) =>
        ledger.Acts.Enqueue(new(school.Id, id, kinds, mark));

    private bool Stops(double share) => chance.NextDouble() < share;

    private Task PauseAsync() => Task.Delay(chance.Next(60), stop);
}
