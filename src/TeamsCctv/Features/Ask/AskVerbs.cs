using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Messages;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Protocols.Teams.Cards;
using TeamsCctv.Protocols.Teams.Connector;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Ask;

/// <summary>Opening the form, and sending it: the case begins here.</summary>
public sealed class AskVerbs(
    CaseActs acts, Scenes scenes, Registers registers, CardDrawer drawer, ConnectorClient connector, TimeProvider time) : ICardVerbs
{
    /// <summary>The message extension's command, as the app's manifest names it.</summary>
    public const string Command = "askForFootage";

    public const string Start = "ask.start";
    public const string Open = "ask.open";
    public const string Submit = "ask.submit";

    private const int MostButtons = 5;

    public IReadOnlyDictionary<string, Func<CardClick, CancellationToken, Task<Answer>>> Verbs =>
        new Dictionary<string, Func<CardClick, CancellationToken, Task<Answer>>>
        {
            [Start] = async (click, cancellation) => await SendAsync(click, await FirstAsync(click.Caller, null, Typed.Nothing, Once(click)), cancellation),
            [Open] = OpenAsync,
            [Submit] = (click, _) => SubmitAsync(click),
        };

    /// <summary>
    /// The form for a person at a school, or the schools to choose from. Whom the policy does not let ask is refused
    /// here, on the record, and not only after filling in a form.
    /// </summary>
    /// <param name="once">The same for the same message or press sent again: a refusal is recorded once for it.</param>
    public async Task<Card> FirstAsync(Caller caller, string? school, Typed typed, string once)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var theirs = registers.Staff.SchoolsOf(caller.Person, registers.Cameras.Schools.Select(known => known.Id), now);
        if (school is null && theirs.Count > 1)
            return Choose(theirs);
        if (theirs.Count == 0)
            return new("Ask for footage", [new TextBlock("You hold no position at a school today.")]);

        var scene = scenes.At(school ?? theirs[0], now)!;
        var number = OneTime.Key();
        if (scene.OfficeOf(caller.Person, scene.Policy.Download.Ask) is not null)
            return AskForm.Draw(scene, caller.Person, number, typed, [], null);
        var empty = new AskForDownload(caller.Person, null, null, null, null, null, null);
        var refused = await acts.OpenAsync(scene.School.Id, caller, empty, $"open:{caller.Person.Key}:{once}", (_, _, _) => { });
        return refused is Outcome.NotNow { Why: var why }
            ? new("Ask for footage", [new TextBlock(why.Says)])
            : AskForm.Draw(scene, caller.Person, number, typed, [], (refused as Outcome.Refused)?.Refusal);
    }

    private async Task<Answer> OpenAsync(CardClick click, CancellationToken cancellation)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        if (scenes.At(click.School, now) is not { } scene || scene.Staff.OfficesOf(click.Caller.Person, click.School, now).Count == 0)
            return new Answer.Say("You hold no position at that school. Send “ask” to see yours.");
        return await SendAsync(click, await FirstAsync(click.Caller, click.School, new(name => Known(click, name)), Once(click)), cancellation);
    }

    /// <summary>A new message, so that the card clicked keeps what it says; in a dialog there is only one card at a time.</summary>
    private async Task<Answer> SendAsync(CardClick click, Card form, CancellationToken cancellation) =>
        !click.Press.InDialog && await connector.SendAsync(click.Conversation, Activities.Card(form, form.Name), null, cancellation) is ConnectorResult.Sent
            ? new Answer.Say("The form is below.")
            : new Answer.ShowCard(form);

    private async Task<Answer> SubmitAsync(CardClick click)
    {
        if (click["form"] is not { Length: OneTime.Length } number)
            return new Answer.Say("This form is too old. Send “ask” for a new one.");
        var form = new AskForDownload(
            click.Caller.Person, click["camera"],
            Forms.Moment(click["fromDate"], click["fromTime"]), Forms.Moment(click["toDate"], click["toTime"]),
            click["ground"], click["what"], click["wants"], click["condition"]);
        var outcome = await acts.OpenAsync(click.School, click.Caller, form, $"ask:{click.Caller.Person.Key}:{number}", (commit, id, seq) =>
        {
            // The form's own message turns into the request's state, for as long as the case lives.
            if (click.Activity is not null)
            {
                new DeliveryTable(commit.Session).AddSent(
                    commit.School, id, Topics.Asked, click.Caller.Person.Key, seq, Conversations.Write(click.Conversation), click.Activity);
            }
        });
        return outcome switch
        {
            Outcome.Done done => new Answer.ShowCard((await drawer.DrawAsync(click.School, done.Case.Id, Topics.Asked, click.Caller.Person.Key))!),
            Outcome.Invalid invalid => new Answer.ShowCard(Again(click, number, invalid.Errors, null)),
            Outcome.Refused refused => new Answer.ShowCard(Again(click, number, [], refused.Refusal)),
            Outcome.NotNow { Why: var why } => new Answer.Say(why.Says),
            _ => new Answer.Say(CaseAnswers.NotFound),
        };
    }

    private Card Again(CardClick click, string number, IReadOnlyList<FieldError> errors, Refusal? refusal)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        return AskForm.Draw(scenes.At(click.School, now)!, click.Caller.Person, number, new(name => click[name]), errors, refusal);
    }

    /// <summary>A button a school while a client shows that many, otherwise a list: no school is left out.</summary>
    private Card Choose(IReadOnlyList<string> schools)
    {
        const string Title = "Ask for footage";
        const string Question = "Footage of which school?";
        List<Choice> choices = [.. schools.Select(school => new Choice(registers.Cameras.School(school)!.Name, school))];
        return choices.Count <= MostButtons
            ? new(Title, [TextBlock.Heading(Question)], [.. choices.Select(school => new ActionExecute(Open, school.Title, new() { ["school"] = school.Value }, associatedInputs: AssociatedInputs.None))])
            : new(
                Title,
                [TextBlock.Heading(Question), new InputChoiceSet("school", "School", choices, isRequired: true, errorMessage: "Choose a school.")],
                [new ActionExecute(Open, "Go on", style: ActionStyle.Positive)]);
    }

    /// <summary>One button of one message; a client that does not say which message sends a press of its own.</summary>
    private static string Once(CardClick click) =>
        OneTime.Of($"{click.Activity ?? OneTime.Key()} {click.Press.Verb} {click.Press.Data.GetRawText()}");

    /// <summary>What an alarm's button carries: the camera, and the quarter of an hour around it.</summary>
    private static string? Known(CardClick click, string field)
    {
        if (field == "camera")
            return click["camera"];
        if (click["at"] is not { } text || NodaTime.Text.InstantPattern.ExtendedIso.Parse(text) is not { Success: true, Value: var at } || !London.IsPlausible(at))
            return null;
        return field switch
        {
            "fromDate" => Day(at - Duration.FromMinutes(15)),
            "fromTime" => Clock(at - Duration.FromMinutes(15)),
            "toDate" => Day(at),
            "toTime" => Clock(at),
            _ => null,
        };

        static string Day(Instant instant) => NodaTime.Text.LocalDatePattern.Iso.Format(London.DayOf(instant));
        static string Clock(Instant instant) => London.LocalOf(instant).ToString("HH:mm", null);
    }
}
