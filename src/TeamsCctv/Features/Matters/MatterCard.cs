using System.Text.Json.Nodes;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Messages;
using TeamsCctv.Protocols.Teams.Cards;

namespace TeamsCctv.Features.Matters;

/// <summary>
/// The two cards of a case that the policy describes: the question for who decides, and the case for who opened it, is
/// told of it or has something to do in it. What it is about is for them; a channel's members read which kind it is.
/// </summary>
public sealed class MatterCard(FormLinks links, PublicAddress address) : ICards
{
    /// <summary>The button to the page where a card has no room for all that can be done.</summary>
    public const string More = "More on the page";

    /// <summary>Characters of a line.</summary>
    private const int Longest = 1200;

    private const int Shortest = 200;

    /// <summary>Tells the form of a step from the others on its card.</summary>
    public static string FormOf(string step) => $"{MatterVerbs.Step}:{step}";

    public IReadOnlyList<string> Topics { get; } = [Deliveries.Topics.DecideMatter, Deliveries.Topics.Matter];

    public Card Draw(CardContext context)
    {
        var matter = context.Matter!;
        if (matter.Opened is not { } opened)
            return new("CCTV", [.. Parts.Head("CCTV case", context), new TextBlock("This case is closed and its names were erased.")]);
        if (context.Scene.Policy.Matter(opened.Matter) is not { } kind)
            return new(opened.Title, [.. Parts.Head(opened.Title, context), new TextBlock("This case cannot be shown here any more. Open it under Other cases on the pages.")]);
        return context.Topic.Split(':')[0] == Deliveries.Topics.DecideMatter ? Question(context, matter, kind) : Case(context, matter, kind);
    }

    /// <summary>
    /// Whether somebody may read what a case is about: who opened it, decides it, is told of it, does its steps, leads the mailbox it came
    /// to, or reads the log. Whoever is asked for nothing but to keep the footage reads none of it: they see where and when it was.
    /// </summary>
    public static bool MayRead(Matter matter, MatterKind kind, Person who, Scene scene) =>
        scene.Staff.OfficesOf(who, scene.School.Id, scene.Now).Count > 0
        && (matter.Opened?.By.Person == who.Key
            || (matter.Mails.Count > 0 && MailCases.MaySort(who, scene))
            || scene.OfficeOf(who, [.. kind.Decision?.By ?? [], .. kind.Tell ?? [], .. kind.Remind?.Then ?? [], .. (kind.Steps ?? []).Where(step => step.TaskOnce is null).SelectMany(step => step.By), .. scene.Policy.Log.Readers]) is not null
            || MatterRules.DeciderOf(matter, kind, who, scene) is not null);

    /// <summary>What the case says, in the order in which it happened.</summary>
    public static IEnumerable<SheetLine> Lines(Matter matter, MatterKind? kind, Scene scene)
    {
        var opened = matter.Opened!;
        foreach (var answer in opened.Answers)
            yield return new(answer.Label, answer.Says);
        yield return new("Opened by", $"{Parts.By(opened.By)}, {London.Say(matter.At)} (record {matter.Record})");
        if (Overwritten(matter, kind, scene) is { } when)
            yield return new("On the recorder until", when);
        foreach (var line in Dates(matter, kind, scene))
            yield return line;
        foreach (var mail in matter.Mails)
            yield return new($"Mail of {London.Say(mail.Fact.Received)}", $"{mail.Fact.Address}{(mail.Fact.Automatic is null ? "" : " (a machine wrote it)")}: {mail.Fact.Subject} (record {mail.Record})");
        foreach (var export in matter.Exports)
            yield return new("Another export", $"{export.Fact.Says} (record {export.Record})");
        if (matter.Sorted is { } sorted)
            yield return new("Confirmed by", $"{Parts.By(sorted.Fact.By)}, {London.Say(sorted.At)} (record {sorted.Record})");
        if (matter.Dismissed is { } dismissed)
            yield return new("Closed by", $"{Parts.By(dismissed.Fact.By)}, {London.Say(dismissed.At)} (record {dismissed.Record}): {dismissed.Fact.Reason}");
        if (matter.Approved is { } yes)
        {
            yield return new("Approved by", $"{Parts.By(yes.Fact.By)}, {London.Say(yes.At)} (record {yes.Record})");
            foreach (var answer in yes.Fact.Answers)
                yield return new(answer.Label, answer.Says);
        }

        if (matter.Reminders > 0)
            yield return new("Reminders", matter.Reminders == 1 ? "one" : $"{matter.Reminders}");
        if (matter.Refused is { } no)
            yield return new("Refused by", $"{Parts.By(no.Fact.By)}, {London.Say(no.At)} (record {no.Record}): {(no.Fact.Ground is { } ground ? $"{ground}. " : "")}{no.Fact.Reason}");
        foreach (var link in matter.Links.Where(link => !matter.HasDone(link.Fact.Step)).GroupBy(link => link.Fact.Step).Select(step => step.Last()))
            yield return new($"Link for: {link.Fact.Title}", $"{Parts.By(link.Fact.By)}, {London.Say(link.At)} (record {link.Record}); {(!matter.IsUnderWay ? "ended with the case, not used" : scene.Now >= link.Fact.Until ? $"ran out {London.Say(link.Fact.Until)}, not used" : $"until {London.Say(link.Fact.Until)}, not used yet")}");
        foreach (var step in matter.Steps)
        {
            var sent = step.Fact.Mail is null ? "" : matter.Posted.Contains(step.Record) ? " · sent" : " · waits to be sent";
            var said = string.Join("; ", step.Fact.Answers.Select(answer => $"{answer.Label}{(answer.Label.EndsWith('?') ? "" : ":")} {answer.Says}"));
            yield return new(step.Fact.Title, $"{Parts.By(step.Fact.By)}, {London.Say(step.At)} (record {step.Record}){(said.Length > 0 ? $" · {said}" : "")}{sent}");
        }
    }

    /// <summary>What is due when, and how long that is.</summary>
    private static IEnumerable<SheetLine> Dates(Matter matter, MatterKind? kind, Scene scene) =>
        from clock in kind is null ? [] : MatterClocks.Of(matter, kind, scene)
        where clock.Due is not null
        select new SheetLine(clock.Rule.Title, DueWords.Say(clock, scene.Now));

    private Card Question(CardContext context, Matter matter, MatterKind kind)
    {
        var scene = context.Scene;
        var decision = kind.Decision!;
        List<Element> body = [.. Parts.Head(decision.Question, context)];
        if (context.Viewer is not { } viewer || !MayRead(matter, kind, viewer, scene))
        {
            body.AddRange(Parts.Facts([new("Kind", kind.Title), new("Decides", Deciders(matter, kind, scene))]));
            body.AddRange(Outcome(matter));
            return new(decision.Question, body, refresh: matter.State == MatterState.Waiting ? Parts.Refresh(context) : null);
        }

        var office = MatterRules.DeciderOf(matter, kind, viewer, scene);
        if (office is null)
        {
            body.AddRange(Parts.Facts([.. Lines(matter, kind, scene)]));
            body.AddRange(matter.State == MatterState.Waiting ? [.. AwayForm.Says(context), new TextBlock($"Waiting for {Deciders(matter, kind, scene)}.", weight: TextWeight.Bolder)] : Outcome(matter));
            return new(decision.Question, body, [.. Documents(context, matter, kind)]);
        }

        var sheet = MatterRules.Sheet(matter, kind, scene, office);
        body.AddRange(Parts.Facts([.. sheet.Lines]));
        if (decision.Needs?.FirstOrDefault(step => !matter.HasDone(step)) is { } missing && kind.Step(missing) is { } first)
            body.Add(new TextBlock($"“{first.Title}” is missing: without it this cannot be approved ({first.Clause}).", color: TextColor.Warning));
        body.Add(new TextBlock($"Approving says: “{sheet.Statement}”"));
        var data = Parts.Data(context);
        data["seen"] = Seen.Of(sheet);
        List<CardAction> actions = [.. Documents(context, matter, kind)];
        if (decision.Form is [_, ..] form)
            new CardForm("Approve", "Approve", MatterVerbs.Approve, ActionStyle.Positive, MatterForm.Fields(form, MatterVerbs.ApprovePrefix, context.Typed, scene, viewer)).AddTo(body, actions, context, data);
        else
            actions.Add(new ActionExecute(MatterVerbs.Approve, "Approve", data, ActionStyle.Positive, AssociatedInputs.None));
        CardField reason = new("reason", new InputText("reason", "Why not?", isRequired: true, errorMessage: "Say why.", isMultiline: true, maxLength: 1000, value: context.Typed.Text("reason", 1000)));
        Choice[] grounds = [.. (decision.Refusals ?? []).Select(known => new Choice(known.Title, known.Id))];
        CardField[] refusing = grounds.Length == 0
            ? [reason]
            : [new("ground", new InputChoiceSet("ground", "On which ground?", grounds, isRequired: true, errorMessage: "Choose on which ground.", value: context.Typed.Choice("ground", grounds))), reason];
        new CardForm("Refuse", "Refuse", MatterVerbs.Refuse, ActionStyle.Destructive, refusing).AddTo(body, actions, context, (JsonObject)data.DeepClone());
        AwayForm.AddTo(body, actions, context);
        actions.Add(new ActionExecute(MatterVerbs.PassOn, "Not me", (JsonObject)data.DeepClone(), associatedInputs: AssociatedInputs.None));
        return new(decision.Question, body, actions, Parts.Refresh(context));
    }

    /// <summary>Of a long case the card shows less, and leads to the page for the rest: a card that is too large reaches nobody.</summary>
    private Card Case(CardContext context, Matter matter, MatterKind kind) =>
        Case(context, matter, kind, Longest) is { Fits: true } whole ? whole : Case(context, matter, kind, Shortest);

    /// <param name="longest">Of a line; a card of <see cref="Shortest"/> ones has the letters that go out on the page alone.</param>
    private Card Case(CardContext context, Matter matter, MatterKind kind, int longest)
    {
        var scene = context.Scene;
        List<Element> body = [.. Parts.Head(kind.Title, context)];
        var isReader = context.Viewer is { } known && MayRead(matter, kind, known, scene);
        if (context.Viewer is not { } viewer || !(isReader || KeepsFootage(kind, viewer, scene)))
            return new(kind.Title, [.. body, new TextBlock("You have nothing to do in this case any more, so this card shows no more of it.")]);
        body.AddRange(Parts.Facts([.. CaseLines.Cut([.. isReader ? Lines(matter, kind, scene) : Footage(matter, kind, scene)], longest)]));
        if (matter.State == MatterState.Waiting)
            body.Add(new TextBlock($"Waiting for {Deciders(matter, kind, scene)}.", weight: TextWeight.Bolder));
        if (matter.State == MatterState.Unsorted)
            body.Add(new TextBlock($"Nobody has confirmed this mail yet: the {scene.Policy.Titles(scene.Policy.Mailbox?.Lead ?? kind.Ask)} says what it is.", weight: TextWeight.Bolder));
        if (matter.State == MatterState.Closed)
            body.Add(new TextBlock("Closed.", weight: TextWeight.Bolder));
        List<CardAction> actions = isReader ? [.. Documents(context, matter, kind)] : [];
        foreach (var step in OutsideForms.StepsOf(matter, kind, viewer, scene))
        {
            if (links.ShownTo(viewer.Key, scene.School.Id, matter, step, scene.Now) is not var (link, until))
                continue;
            body.Add(new TextBlock($"{step.Title}: your one-time link works until {London.Say(until)}. Send it to whoever is to fill the form in, and to nobody else."));

            // An input, because a text on a card is kept from turning into a link and cannot be copied as one.
            body.Add(new InputText($"link.{step.Id}", "The link", value: link.AbsoluteUri));
        }

        // The policy names steps in the order of the work: what comes last waits on the page, but never the form that came back.
        List<MatterStep> offered = [.. MatterRules.StepsOf(matter, kind, viewer, scene).Where(step => isReader || step.TaskOnce is not null)];
        List<MatterClock> clocks = !isReader ? [] : [.. MatterClocks.Of(matter, kind, scene).Where(clock => clock is { Runs: true, Due: not null })];
        var here = offered.Where(step => !step.OnPage || CameBack(context, step)).ToList();
        var needed = here.Count + (clocks.Count > 0 ? 1 : 0);
        var isMore = here.Count < offered.Count || actions.Count + needed > CardLimits.MostActions;
        var room = CardLimits.MostActions - actions.Count - (isMore ? 1 : 0);
        var onCard = here.OrderByDescending(step => CameBack(context, step)).Take(room).ToList();
        foreach (var step in offered.Where(onCard.Contains))
        {
            var data = Parts.Data(context);
            data["step"] = step.Id;
            data["taken"] = matter.Steps.Count(taken => taken.Fact.Step == step.Id);
            if (step.Attaches() is not null || (longest == Shortest && step.Mail is not null && !CameBack(context, step)))
                actions.Add(new ActionOpenUrl(step.Title, PageOf(context, matter, step)));
            else if (step.Form.Count == 0)
                actions.Add(new ActionExecute(MatterVerbs.Step, step.Title, data, associatedInputs: AssociatedInputs.None));
            else
                new CardForm(step.Title, step.Title, MatterVerbs.Step, ActionStyle.Default, MatterForm.Fields(step.Form, $"{step.Id}.", context.Typed, scene, viewer, field => Drafts.Fill(field, step.Form, matter, kind, scene)), FormOf(step.Id), MakeLink(context, matter, step)).AddTo(body, actions, context, data);
        }

        if (clocks.Count > 0 && onCard.Count < room)
            actions.Add(new ActionShowCard("Why this date?", clocks.SelectMany(clock => clock.Due!.Lines.Select(line => new TextBlock(line)).Prepend(new TextBlock($"{clock.Rule.Title} ({clock.Due.Source})", weight: TextWeight.Bolder))), []));
        if (isMore)
            actions.Add(new ActionOpenUrl(More, PageOf(context, matter)));
        return new(kind.Title, body, actions, Parts.Refresh(context));
    }

    /// <summary>Whether somebody may be asked to keep the footage of such a case.</summary>
    public static bool KeepsFootage(MatterKind kind, Person who, Scene scene) =>
        scene.OfficeOf(who, [.. (kind.Steps ?? []).Where(step => step.TaskOnce is not null).SelectMany(step => step.By)]) is not null;

    /// <summary>Where and when the footage was, how long it is there, and what became of it.</summary>
    public static IEnumerable<SheetLine> Footage(Matter matter, MatterKind kind, Scene scene)
    {
        foreach (var field in kind.Form.Where(field => field.Type is FieldType.Camera or FieldType.Past || field.Found == "place"))
        {
            if (matter.Given(field.Id) is { } answer)
                yield return new(answer.Label, answer.Says);
        }

        if (Overwritten(matter, kind, scene) is { } when)
            yield return new("On the recorder until", when);
        foreach (var step in matter.Steps.Where(taken => kind.Step(taken.Fact.Step)?.TaskOnce is not null))
            yield return new(step.Fact.Title, $"{Parts.By(step.Fact.By)}, {London.Say(step.At)} (record {step.Record})");
    }

    private static bool CameBack(CardContext context, MatterStep step) => context.Errors.Count > 0 && context.Verb == FormOf(step.Id);

    /// <summary>The way to what was attached: a button where there is something.</summary>
    private IEnumerable<ActionOpenUrl> Documents(CardContext context, Matter matter, MatterKind kind) =>
        matter.Steps.Any(taken => kind.Step(taken.Fact.Step)?.Attaches() is { } field && taken.Fact.Answers.Any(answer => answer.Field == field.Id))
            ? [new("Open the evidence", PageOf(context, matter))]
            : [];

    private Uri PageOf(CardContext context, Matter matter, MatterStep? step = null) =>
        address.Of($"matters/{context.Scene.School.Id}/{matter.Id}{(step is null ? "" : $"?step={step.Id}")}");

    private static ActionExecute? MakeLink(CardContext context, Matter matter, MatterStep step)
    {
        if (step.Outside is not { } outside)
            return null;
        var data = Parts.Data(context);
        data["step"] = step.Id;
        data["made"] = OutsideForms.CountOf(matter, step.Id).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new(MatterVerbs.Link, outside.Button, data, associatedInputs: AssociatedInputs.None);
    }

    private static IEnumerable<TextBlock> Outcome(Matter matter)
    {
        if (matter.Approved is { } yes)
            yield return new($"Approved by {Parts.By(yes.Fact.By)}, {London.Say(yes.At)} (record {yes.Record}).", weight: TextWeight.Bolder);
        else if (matter.Refused is { } no)
            yield return new($"Refused by {Parts.By(no.Fact.By)}, {London.Say(no.At)} (record {no.Record}).", weight: TextWeight.Bolder);
    }

    private static string Deciders(Matter matter, MatterKind kind, Scene scene) =>
        MatterRules.NamesOf(MatterRules.DecidersOf(matter, kind.Decision!, scene));

    private static string? Overwritten(Matter matter, MatterKind? kind, Scene scene)
    {
        if (kind?.FootageFrom is not { } field || matter.Given(field) is not { } from || NodaTime.Text.InstantPattern.ExtendedIso.Parse(from.Value) is not { Success: true, Value: var start })
            return null;
        if (scene.HeldUntil(matter.Given("camera")?.Value ?? "", start) is not { } last)
            return $"not known: ask the {scene.FirstTitle(scene.Policy.Faults.Tell)} how long the recorder keeps footage";
        return NodaTime.Period.DaysBetween(London.DayOf(scene.Now), last) switch
        {
            < 0 => $"{London.Say(last)}: it may be overwritten already",
            0 => $"{London.Say(last)}: today is the last day ({scene.Policy.Retention.RecorderClause})",
            1 => $"{London.Say(last)}: one day is left ({scene.Policy.Retention.RecorderClause})",
            var days => $"{London.Say(last)}: {days} days are left ({scene.Policy.Retention.RecorderClause})",
        };
    }
}
