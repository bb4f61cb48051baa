using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Messages;
using TeamsCctv.Protocols.Teams.Cards;
using Rules = TeamsCctv.Domain.Cases.Downloads.Keeping;

namespace TeamsCctv.Features.Recordings;

/// <summary>
/// A download in the eyes of who asked for it, and of who carries out its deletion: how it stands, and what they can
/// do next. The <c>asked</c> copy is the form they sent and only tells.
/// </summary>
public sealed class KeepCard(PublicAddress address) : ICards
{
    public IReadOnlyList<string> Topics { get; } = [Deliveries.Topics.Asked, Deliveries.Topics.Keep, Deliveries.Topics.CarryOut];

    public Card Draw(CardContext context)
    {
        var download = context.Download!;
        var (title, tells) = Story(context, download);
        List<Element> body = [.. Parts.Head(title, context)];
        if (download.Request is null)
            return new(title, [.. body, new TextBlock("This case is closed and its names were erased.")]);
        body.AddRange(Parts.Facts([.. Lines(download, context.Scene.Policy)]));
        body.AddRange(tells.Select(tell => new TextBlock(tell)));
        if (context.Topic == Deliveries.Topics.Asked)
            return new(title, body, refresh: download.State is DownloadState.AwaitingAuthorisation ? Parts.Refresh(context) : null);

        List<CardAction> actions = [];
        AddActions(body, actions, context, download);
        return new(title, body, actions, actions.Count > 0 ? Parts.Refresh(context) : null);
    }

    private static (string Title, string[] Tells) Story(CardContext context, DownloadCase download) => download.State switch
    {
        DownloadState.AwaitingAuthorisation =>
        (
            "You asked for footage",
            [SentTo(context.Scene, Authorising.DecidersOf(download, context.Scene))]
        ),
        DownloadState.Refused => ("Your request was refused", [Signed("Refused by", download.Refused!.Fact.By, download.Refused.At, download.Refused.Record), download.Refused.Fact.Reason]),
        DownloadState.Authorised =>
        (
            Downloads(context) ? "You may download this footage" : "This footage may be downloaded",
            [
                Authorised(download, context.Scene),
                Downloads(context)
                    ? "Download it, then hand the file in or type its SHA-256, and say where it is kept."
                    : $"Only the {context.Scene.Policy.Titles(context.Scene.Policy.Download.Record)} downloads it ({context.Scene.Policy.Download.RecordClause}), and has the same card.",
            ]
        ),
        DownloadState.Kept => ("The recording is kept", [Authorised(download, context.Scene), .. Kept(download)]),
        DownloadState.AwaitingDeletion => ("The recording is kept", [Authorised(download, context.Scene), .. Kept(download), "Its deletion waits for a signature."]),
        DownloadState.DeletionAuthorised =>
        (
            "Delete this recording now",
            [Authorised(download, context.Scene), .. Kept(download), DeletionSigned(download, context.Scene), "Delete the file and every copy of it, then say so here."]
        ),
        DownloadState.Deleted =>
        (
            "The recording is deleted",
            [Authorised(download, context.Scene), DeletionSigned(download, context.Scene), $"Deleted on {London.Say(download.Deleted!.Fact.On)}: {download.Deleted.Fact.How} (record {download.Deleted.Record})."]
        ),
        DownloadState.Erased => ("Closed", []),
    };

    /// <summary>Whether the viewer is one who makes the download; where askers may, the card speaks to them also out of office.</summary>
    private static bool Downloads(CardContext context) =>
        context.Scene.Policy.Download.AskerRecords || (context.Viewer is { } viewer && Rules.MayRecord(context.Download!, viewer, context.Scene));

    private static string SentTo(Scene scene, IReadOnlyList<Office> deciders) => deciders.Count == 0
        ? $"Nobody may sign it at present. {scene.NobodyElse(scene.Policy.Download.Decide)}"
        : $"Sent to {string.Join(" and ", deciders.Select(office => $"{office.Person.Name} ({Scene.Sign(office).Title})"))}. You hear as soon as one of them decides.";

    private static IEnumerable<SheetLine> Lines(DownloadCase download, Policy policy)
    {
        var request = download.Request!;
        yield return new("Camera", request.CameraName);
        yield return new("From", London.Say(request.From));
        yield return new("To", London.Say(request.To));
        yield return new("Ground", $"{request.GroundTitle} ({request.GroundClause})");
        foreach (var line in Asking.Condition(request))
            yield return line;
        yield return new("What happened", request.What);
        yield return new("Wants to see it", request.WantsToSee);
        if (download.Downloaded is { } clip)
        {
            yield return new("Downloaded", London.Say(clip.Fact.At));
            yield return new("Kept", clip.Fact.KeptWhere);
            yield return new("SHA-256", clip.Fact.Sha256);
        }

        foreach (var viewing in download.Viewings.TakeLast(8))
            yield return new("Seen", $"{Viewing.Who(viewing.Fact, policy)}, {London.Say(viewing.Fact.At)}, {viewing.Fact.Area}{(viewing.Fact.PermittedBy is { } by ? $", permitted by {Parts.By(by)}" : "")}");
        foreach (var use in download.Uses.TakeLast(8))
            yield return new("Used", $"{use.Fact.UseTitle}, {London.Say(use.Fact.At)}: {use.Fact.What}{(use.Fact.Reference is { } reference ? $" ({reference})" : "")}");
    }

    private void AddActions(List<Element> body, List<CardAction> actions, CardContext context, DownloadCase download)
    {
        var (viewer, scene) = (context.Viewer!, context.Scene);
        var data = Parts.Data(context);
        data["key"] = OneTime.Key();
        IEnumerable<CardForm> forms = download.State switch
        {
            DownloadState.Authorised when Rules.MayRecord(download, viewer, scene) => [KeepForms.Record(context)],
            DownloadState.Kept when Rules.MayAdd(download, viewer, scene) => [KeepForms.View(context), .. Use(context), .. Deletion(context)],
            DownloadState.AwaitingDeletion when Rules.MayAdd(download, viewer, scene) => [KeepForms.View(context), .. Use(context)],
            DownloadState.DeletionAuthorised when Deleting.MayCarryOut(download, viewer, scene) =>
                [KeepForms.CarryOut(context), .. download.DeletionAuthorised is null ? [KeepForms.Longer(context)] : Array.Empty<CardForm>()],
            _ => [],
        };
        foreach (var form in forms)
            form.AddTo(body, actions, context, data);
        if (download.State == DownloadState.Authorised && actions.Count > 0)
            actions.Insert(0, new ActionOpenUrl("Hand the file in", address.Of($"cases/{scene.School.Id}/{download.Id}")));
    }

    private static IEnumerable<CardForm> Use(CardContext context) => context.Scene.Policy.Uses is null ? [] : [KeepForms.Use(context)];

    private static IEnumerable<CardForm> Deletion(CardContext context) =>
        Deleting.MayAsk(context.Download!, context.Viewer!, context.Scene) ? [KeepForms.AskDeletion(context)] : [];

    private static IEnumerable<string> Kept(DownloadCase download)
    {
        if (download.Downloaded!.Fact.KeptLongerBecause is { } longer)
            yield return $"Kept so long because: {longer}";
        if (download.DeletionRefused is { } kept)
            yield return $"Kept by {Parts.By(kept.Fact.By)}: {kept.Fact.Reason}";
        if (download.HeldBy is [_, ..] held)
            yield return $"{string.Join(", ", held.Select(hold => hold.Case))} is about this recording and holds it: it must not be deleted before that is closed.";
        yield return $"Kept until {London.Say(download.KeepUntil!.Value)}; then its deletion is asked for.";
    }

    private static string Authorised(DownloadCase download, Scene scene) => download.Authorised is { } signed
        ? Signed("Authorised by", signed.Fact.By, signed.At, signed.Record)
        : scene.NobodySigns("download", download.Request!.NoSignature!);

    private static string DeletionSigned(DownloadCase download, Scene scene) => download.DeletionAuthorised is { } signed
        ? Signed("Deletion authorised by", signed.Fact.By, signed.At, signed.Record)
        : $"{scene.NobodySigns("deletion", download.DeletionAsked!.Fact.NoSignature!)} {download.DeletionAsked.Fact.Why}";

    private static string Signed(string what, Signatory by, NodaTime.Instant at, long record) =>
        $"{what} {Parts.By(by)}, {London.Say(at)} (record {record}).";
}
