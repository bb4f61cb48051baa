using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Matters;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Matters;

/// <summary>
/// Every kind of case of every policy from its opening to its last step, on pages alone: each form comes, is filled in and taken, and
/// after each the cards of everybody are cards that Teams takes, with a way to what they have no room for.
/// </summary>
public sealed class EveryKindTests
{
    public static TheoryData<string, string> Kinds
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (var policy in new[] { "AL", "CG", "JC", "ME", "VL" })
            {
                foreach (var kind in PolicyFiles.Load(Staffed.Profiles)[policy].Matters!.Where(kind => kind.Forbidden is null && !kind.Form.Any(one => one is { Type: FieldType.Recording, Missing: not null })))
                    data.Add(policy, kind.Id);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_kind_of_case_runs_on_pages_and_all_of_its_cards_are_cards(string policy, string id)
    {
        await using var school = await School.OpenAsync(policy);
        var profile = PolicyFiles.Load(Staffed.Profiles)[policy];
        var kind = profile.Matter(id)!;
        var asker = kind.Ask.FirstOrDefault(position => kind.Decision?.By.Contains(position) != true) ?? kind.Ask[0];
        var browsers = new Dictionary<string, Browser>();
        foreach (var position in profile.Positions)
            browsers[position.Id] = new(await school.Host.AsAsync(position.Id));

        var action = $"/matters/new/{id}?school=oakfield";
        var opened = await browsers[asker].SubmitAsync($"/matters/new/{id}", action, Fill(kind.Form, asker));
        Assert.True(opened.Status == HttpStatusCode.SeeOther, opened.Text);
        var path = opened.Location!;
        await CheckAsync(school, path, browsers, kind);
        if (kind.Decision is not null)
        {
            await TakeAsync(school, path, browsers, kind, step => step is { Early: true, Closes: false });
            await DecideAsync(school, path.Split('/')[^1], kind);
            await CheckAsync(school, path, browsers, kind);
        }

        await TakeAsync(school, path, browsers, kind, step => !step.Closes);
        await TakeAsync(school, path, browsers, kind, step => step.Closes);
        Assert.True(kind.Steps is null || school.Records().Any(record => record.Fact is MatterStepTaken { Closes: true }), $"{policy} {id} was not closed.");
    }

    /// <summary>Takes each step of these that can be taken, once, as the first who may.</summary>
    private static async Task TakeAsync(School school, string path, Dictionary<string, Browser> browsers, MatterKind kind, Func<MatterStep, bool> which)
    {
        HashSet<string> done = [];
        for (var found = true; found;)
        {
            found = false;
            foreach (var step in (kind.Steps ?? []).Where(step => which(step) && !done.Contains(step.Id)))
            {
                foreach (var who in step.By)
                {
                    var page = await browsers[who].GetAsync(path);
                    Assert.Equal(HttpStatusCode.OK, page.Status);
                    if (!page.HasForm($"{path}/steps/{step.Id}") || !done.Add(step.Id))
                        continue;
                    var typed = Fill(step.Form, who, step.Mail?.To);
                    var answer = step.Attaches() is { } file
                        ? await browsers[who].SubmitAsync(page, $"{path}/steps/{step.Id}", ($"f.{file.Id}", "proof.pdf", Moves.Claim), typed)
                        : await browsers[who].SubmitAsync(page, $"{path}/steps/{step.Id}", typed);
                    Assert.True(answer.Status == HttpStatusCode.SeeOther, $"{kind.Id} {step.Id}: {answer.Text}");
                    Assert.Equal(step.Id, school.Last<MatterStepTaken>().Step);
                    await CheckAsync(school, path, browsers, kind);
                    found = true;
                }
            }
        }
    }

    /// <summary>Everybody's newest card has at most six buttons, and all that its holder may do is on it or on the page it leads to.</summary>
    private static async Task CheckAsync(School school, string path, Dictionary<string, Browser> browsers, MatterKind kind)
    {
        await school.SettleAsync();
        foreach (var (who, browser) in browsers)
        {
            foreach (var card in school.Inbox(who).Select(message => message.Card).OfType<JsonObject>())
            {
                var row = card["body"]!.AsArray().LastOrDefault(element => element!["type"]!.GetValue<string>() == "ActionSet")?["actions"]!.AsArray();
                Assert.InRange(row?.Count ?? 0, 0, 6);
            }

            if (school.Inbox(who).LastOrDefault(message => message.Card is { } drawn && Card.Words(drawn).StartsWith(kind.Title, StringComparison.Ordinal)) is not { Card: { } newest })
                continue;
            var buttons = Card.Buttons(newest);
            var page = await browser.GetAsync(path);
            foreach (var step in (kind.Steps ?? []).Where(step => page.HasForm($"{path}/steps/{step.Id}")))
                Assert.True(buttons.Contains(step.Title) || buttons.Contains(MatterCard.More), $"{who} has no way to {step.Id}: {string.Join(", ", buttons)}");
        }
    }

    private static async Task DecideAsync(School school, string id, MatterKind kind)
    {
        var now = Instant.FromDateTimeOffset(school.Host.Clock.GetUtcNow());
        var (who, seen) = await school.Host.Services.GetRequiredService<RecordLog>().ReadAsync(School.Oakfield, log =>
        {
            var (matter, scene) = (Matter.Fold(id, log.Case(id))!, school.Host.Services.GetRequiredService<Scenes>().Of(log, id, now)!);
            var office = MatterRules.DecidersOf(matter, kind.Decision!, scene)[0];
            return (office.Person, Seen.Of(MatterRules.Sheet(matter, kind, scene, office)));
        });
        var form = kind.Decision!.Form ?? [];
        var filled = new Filled(
            form.Where(field => field.Choices is not null).ToDictionary(field => field.Id, field => field.Choices!.First(choice => choice.Barred is null).Id),
            form.Where(field => field.Type == FieldType.Day).ToDictionary(field => field.Id, _ => new LocalDate(2026, 11, 30)), new Dictionary<string, LocalDateTime>());
        filled = filled with { Texts = filled.Texts.Concat(form.Where(field => field.Choices is null && field.Type != FieldType.Day).Select(field => KeyValuePair.Create(field.Id, field.Type == FieldType.Confirm ? "true" : "Said so."))).ToDictionary() };
        var outcome = await school.Host.Services.GetRequiredService<MatterActs>().DecideAsync(School.Oakfield, id, Story.Caller(school.Host, who.Key), new(who, true, null, filled, seen));
        Assert.IsType<Ruling<Domain.Cases.IFact>.Allowed>(outcome.Ruling);
    }

    /// <summary>The inputs of a page for a form, with what each field can hold, as long as it may be.</summary>
    private static (string, string)[] Fill(IReadOnlyList<FormField> form, string who, string? address = null) =>
    [
        .. form.SelectMany((field, i) => field.Type switch
        {
            FieldType.Ticks => field.Choices!.Where(choice => choice.Barred is null).Select(choice => ($"f.{field.Id}.{choice.Id}", "true")),
            FieldType.Document => [],
            _ => [($"f.{field.Id}", Value(field, i, who, address))],
        }),
    ];

    private static string Value(FormField field, int i, string who, string? address) => field.Type switch
    {
        FieldType.Day => new LocalDate(2026, 11, 24).PlusDays(field.Over || field.Id == "on" ? 0 : i).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
        FieldType.Past => London.LocalOf(Instant.FromDateTimeOffset(Host.Start)).PlusHours(field.Since ? 0 : -40 + i).ToString("uuuu-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
        FieldType.Choice => field.Choices!.First(choice => choice.Barred is null).Id,
        FieldType.Confirm => "true",
        FieldType.Camera => "main-gate",
        FieldType.Colleague => who == "headteacher" ? "employee" : "headteacher",
        FieldType.Area => "CCTV room",
        FieldType.Recording => "",
        FieldType.Letter => new string('é', 4000),
        FieldType.LongText => new string('é', 1000),
        _ => field.Id == address ? "pat@example.org" : new string('é', 200),
    };
}
