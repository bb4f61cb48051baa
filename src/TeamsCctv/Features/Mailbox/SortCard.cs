using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Matters;
using TeamsCctv.Features.Messages;
using TeamsCctv.Protocols.Teams.Cards;

namespace TeamsCctv.Features.Mailbox;

/// <summary>A mail for whoever says what it is: what it was taken for and why, what was found in it, and one click to confirm.</summary>
public sealed class SortCard(PublicAddress address) : ICards
{
    private const string Title = "A mail came in";
    private const int Excerpt = 700;

    public IReadOnlyList<string> Topics { get; } = [Deliveries.Topics.SortMail];

    public Card Draw(CardContext context)
    {
        if (context.Matter is not { Opened: { } opened } matter || context.Scene.Policy.Matter(opened.Matter) is not { } kind)
            return new(Title, [.. Parts.Head(Title, context), new TextBlock("This case is closed and its names were erased.")]);
        List<Element> body = [.. Parts.Head(Title, context)];
        if (context.Viewer is not { } viewer || !MailCases.MaySort(viewer, context.Scene))
            return new(Title, [.. body, new TextBlock("You have nothing to do in this case any more, so this card shows no more of it.")]);
        if (matter.Mails is [{ Fact: var mail }, ..])
            body.AddRange(Of(mail));
        var open = new ActionOpenUrl("Open the mail", address.Of($"matters/{context.Scene.School.Id}/{matter.Id}"));
        if (matter.State != MatterState.Unsorted)
            return new(Title, [.. body, Outcome(matter)], [open], Parts.Refresh(context));

        body.Add(new TextBlock($"Taken for: {kind.Title}", weight: TextWeight.Bolder));
        body.AddRange(Parts.Facts([.. MatterCard.Lines(matter, kind, context.Scene).Where(line => line.Label != "Opened by" && !line.Label.StartsWith("Mail ", StringComparison.Ordinal))]));
        var data = Parts.Data(context);
        data["as"] = kind.Id;
        List<CardAction> actions = [new ActionExecute(SortVerbs.Sort, $"Confirm: {kind.Title}", data, ActionStyle.Positive, AssociatedInputs.None)];
        AddForms(body, actions, context, matter, kind, viewer);
        return new(Title, body, [.. actions, open], Parts.Refresh(context));
    }

    private static void AddForms(List<Element> body, List<CardAction> actions, CardContext context, Matter matter, MatterKind kind, Domain.Staff.Person viewer)
    {
        var scene = context.Scene;

        // The kind that was chosen may be another than the mail was taken for: its form is the one that came back.
        var asked = context.Verb?.Split(':') is [SortVerbs.Sort, var other] && scene.Policy.Matter(other) is { } chosen ? chosen : kind;
        foreach (var shown in new[] { kind, asked }.DistinctBy(one => one.Id))
        {
            var typed = context.Verb == SortVerbs.FormOf(shown.Id) ? context.Typed
                : MatterForm.TypedOf(shown.Form, SortVerbs.Prefix, MailCases.Fill(shown, matter.Found, scene));
            var data = Parts.Data(context);
            data["as"] = shown.Id;
            data["typed"] = "true";
            new CardForm("Correct it", $"Confirm: {shown.Title}", SortVerbs.Sort, ActionStyle.Default, MatterForm.Fields(shown.Form, SortVerbs.Prefix, typed, scene, viewer, counts: shown), SortVerbs.FormOf(shown.Id))
                .AddTo(body, actions, context, data);
        }

        Choice[] kinds =
        [
            .. scene.Policy.Mailbox!.Kinds.Select(one => scene.Policy.Matter(one.Matter)!).Where(one => one.Id != kind.Id).DistinctBy(one => one.Id)
                .Select(one => new Choice(one.Title, one.Id)),
        ];
        new CardForm("It is something else", "Go on", SortVerbs.Sort, ActionStyle.Default,
            [new("sortAs", new InputChoiceSet("sortAs", "What is it?", kinds, isRequired: true, errorMessage: "Choose what it is."))], $"{SortVerbs.Sort}:else")
            .AddTo(body, actions, context, Parts.Data(context));
        new CardForm("It needs no case", "Close it", SortVerbs.Dismiss, ActionStyle.Default,
            [new("reason", new InputText("reason", "Why does it need no case?", isRequired: true, errorMessage: "Say why.", isMultiline: true, maxLength: 1000, value: context.Typed.Text("reason", 1000)))])
            .AddTo(body, actions, context, Parts.Data(context));
    }

    private static IEnumerable<Element> Of(MailReceived mail)
    {
        foreach (var part in Parts.Facts(
        [
            new("From", mail.Name.Length > 0 ? $"{mail.Name}, {mail.Address}" : mail.Address), new("Received", London.Say(mail.Received)), new("Subject", mail.Subject),
            .. mail.Files.Count == 0 ? [] : new SheetLine[] { new("Attached", string.Join(", ", mail.Files.Select(file => file.Name))) },
            .. mail.Because.Take(3).Select(reason => new SheetLine("Because", $"{reason.Says} “{reason.Quote}”")),
        ]))
        {
            yield return part;
        }

        foreach (var note in mail.Notes.Take(3))
            yield return new TextBlock(note, color: TextColor.Warning);
        yield return new TextBlock(mail.Text.Length > Excerpt ? $"{mail.Text[..Excerpt]}…" : mail.Text.Length > 0 ? mail.Text : "It has no text.");
    }

    private static TextBlock Outcome(Matter matter) => new(
        matter switch
        {
            { Sorted: { } sorted } => $"Confirmed by {Parts.By(sorted.Fact.By)}, {London.Say(sorted.At)} (record {sorted.Record}): {sorted.Fact.As.Title}.",
            { Dismissed: { } dismissed } => $"Closed by {Parts.By(dismissed.Fact.By)}, {London.Say(dismissed.At)} (record {dismissed.Record}): {dismissed.Fact.Reason}",
            _ => "This case is closed.",
        },
        weight: TextWeight.Bolder);
}
