using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Protocols.Teams.Cards;

namespace TeamsCctv.Features.Decisions;

/// <summary>
/// The card a named person decides on, and what it becomes: open, with buttons, only for who may decide what is open
/// now; in every other eye and at every later time the outcome and no buttons. What happened and whom it is about is for
/// those who may decide: a channel's members, and whoever is out of office, read which camera and who decides.
/// </summary>
public sealed class DecisionCard : ICards
{
    public IReadOnlyList<string> Topics { get; } = [Deliveries.Topics.Authorise, Deliveries.Topics.Delete];

    public Card Draw(CardContext context)
    {
        var download = context.Download!;
        var question = Question.Of(context);
        List<Element> body = [.. Parts.Head(question.Title, context)];
        if (download.State == DownloadState.Erased)
            return new(question.Title, [.. body, new TextBlock("This case is closed and its names were erased.")]);

        if (question.Lines.Count > 0)
            body.AddRange(Parts.Facts(question.Lines));
        if (question.Outcome is { } outcome)
        {
            body.Add(new TextBlock(outcome, weight: TextWeight.Bolder));
            return new(question.Title, body);
        }

        var refresh = Parts.Refresh(context);
        if (question.Sheet is not { } sheet)
        {
            body.AddRange(AwayForm.Says(context));
            body.Add(new TextBlock($"Waiting for the {context.Scene.OrAlternate(Deciders(context))}.", isSubtle: true));
            return new(question.Title, body, refresh: refresh);
        }

        var data = Parts.Data(context);
        data["seen"] = Seen.Of(sheet);
        if (question.IsDeletion && download.HeldBy is [_, ..] held)
            body.Add(new TextBlock($"{string.Join(", ", held.Select(hold => hold.Case))} is about this recording and holds it: until that is closed it must be kept.", color: TextColor.Warning));
        body.Add(new TextBlock($"Approving says: “{sheet.Statement}”"));
        List<CardAction> actions =
        [
            new ActionExecute(DecisionVerbs.Approve, "Approve", data, style: ActionStyle.Positive, associatedInputs: AssociatedInputs.None),
        ];
        Refusing(context, question).AddTo(body, actions, context, data);
        AwayForm.AddTo(body, actions, context);
        return new(question.Title, body, actions, refresh);
    }

    private static IReadOnlyList<string> Deciders(CardContext context) => Deliveries.Topics.IsAuthorise(context.Topic)
        ? context.Scene.Policy.Download.Decide
        : context.Scene.Policy.Deletion.Decide;

    private static CardForm Refusing(CardContext context, Question question)
    {
        CardField reason = new("reason", new InputText("reason", question.IsDeletion ? "Why must it be kept?" : "Why not?", isRequired: true, errorMessage: "Say why.", isMultiline: true, maxLength: 1000, value: context.Typed.Text("reason", 1000)));
        CardField until = new("keepUntil", new InputDate("keepUntil", "Keep it until", isRequired: true, errorMessage: "Give a day.", value: context.Typed.Date("keepUntil")));
        return question.IsDeletion
            ? new("Keep it", "Keep it", DecisionVerbs.Refuse, ActionStyle.Destructive, [reason, until])
            : new("Refuse", "Refuse", DecisionVerbs.Refuse, ActionStyle.Destructive, [reason]);
    }

    /// <summary>What is asked, of whom, and what came of it.</summary>
    private sealed record Question(
        string Title, bool IsDeletion, IReadOnlyList<SheetLine> Lines, DecisionSheet? Sheet, string? Outcome)
    {
        public static Question Of(CardContext context) => Deliveries.Topics.IsAuthorise(context.Topic)
            ? Download(context)
            : Deletion(context);

        private static Question Download(CardContext context)
        {
            var (download, scene) = (context.Download!, context.Scene);
            const string Title = "May this footage be downloaded?";
            var outcome = (download.Authorised, download.Refused) switch
            {
                ({ } yes, _) => $"Authorised by {Parts.By(yes.Fact.By)}, {London.Say(yes.At)} (record {yes.Record}).",
                (_, { } no) => $"Refused by {Parts.By(no.Fact.By)}, {London.Say(no.At)} (record {no.Record}){Why(context, scene.Policy.Download.Decide, no.Fact.Reason)}",
                _ => null,
            };
            if (download.Request is not { } request)
                return new(Title, false, [], null, outcome);
            var decider = context.Viewer is { } viewer ? Authorising.DeciderOf(download, viewer, scene) : null;
            var sheet = Authorising.Sheet(download, scene, decider ?? Anybody);
            var lines = decider is not null || MayRead(context, scene.Policy.Download.Decide) ? sheet.Lines : Brief(request, Authorising.DecidersOf(download, scene));
            return new(Title, false, lines, decider is null ? null : sheet, outcome);
        }

        private static Question Deletion(CardContext context)
        {
            var (download, scene) = (context.Download!, context.Scene);
            const string Title = "May this recording be deleted?";
            if (download is not { DeletionAsked: { } asked, Request: { } request })
                return new(Title, true, [], null, "Nobody asks for this any more.");

            // A deletion asked for again has a card of its own; this one tells of the earlier question.
            var mine = Deliveries.Topics.IsDeletion(context.Topic, asked.Record);
            var outcome = (mine, download.DeletionAuthorised, download.DeletionRefused) switch
            {
                (false, _, _) => "It was kept then. Its deletion has been asked for again since: see the newer card.",
                (_, { } yes, _) => $"Authorised by {Parts.By(yes.Fact.By)}, {London.Say(yes.At)} (record {yes.Record})."
                    + (download.Deleted is { } gone ? $" Deleted on {London.Say(gone.Fact.On)} (record {gone.Record})." : ""),
                (_, _, { } no) => $"Kept until {London.Say(no.Fact.KeepUntil)} by {Parts.By(no.Fact.By)}, {London.Say(no.At)} (record {no.Record}){Why(context, scene.Policy.Deletion.Decide, no.Fact.Reason)}",
                _ => null,
            };
            var decider = context.Viewer is { } viewer ? Deleting.DeciderOf(download, viewer, scene) : null;
            var sheet = Deleting.Sheet(download, scene, decider ?? Anybody);
            var lines = decider is not null || MayRead(context, scene.Policy.Deletion.Decide) ? sheet.Lines : Brief(request, Deleting.DecidersOf(download, scene));
            return new(Title, true, lines, decider is null ? null : sheet, outcome);
        }

        private static SheetLine[] Brief(DownloadRequested request, IReadOnlyList<Office> deciders) =>
        [
            new("Camera", request.CameraName),
            new("Decides", deciders.Count == 0 ? "nobody in office today" : string.Join(", ", deciders.Select(office => $"{office.Person.Name} ({Scene.Sign(office).Title})"))),
        ];

        private static string Why(CardContext context, IReadOnlyList<string> positions, string reason) =>
            MayRead(context, positions) ? $": {reason}" : ".";

        private static bool MayRead(CardContext context, IReadOnlyList<string> positions) =>
            context.Viewer is { } viewer && context.Scene.OfficeOf(viewer, positions) is not null;

        private static Office Anybody => new(new("", "", []), "", "", false);
    }
}
