using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
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
        body.AddRange(Parts.Facts([.. Lines(download)]));
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
            [SentTo(context.Scene, context.Scene.DecidersOf(download.Request!))]
        ),
        DownloadState.Refused => ("Your request was refused", [Signed("Refused by", download.Refused!.Fact.By, download.Refused.At, download.Refused.Record), download.Refused.Fact.Reason]),
        DownloadState.Authorised =>
        (
            "You may download this footage",
            [Authorised(download), "Download it, then hand the file in or type its SHA-256, and say where it is kept."]
        ),
        DownloadState.Kept => ("The recording is kept", [Authorised(download), .. Kept(download)]),
        DownloadState.AwaitingDeletion => ("The recording is kept", [Authorised(download), .. Kept(download), "Its deletion waits for a signature."]),
        DownloadState.DeletionAuthorised =>
        (
            "Delete this recording now",
            [Authorised(download), .. Kept(download), DeletionSigned(download), "Delete the file and every copy of it, then say so here."]
        ),
        DownloadState.Deleted =>
        (
            "The recording is deleted",
            [Authorised(download), DeletionSigned(download), $"Deleted on {London.Say(download.Deleted!.Fact.On)}: {download.Deleted.Fact.How} (record {download.Deleted.Record})."]
        ),
        DownloadState.Erased => ("Closed", []),
    };

    private static string SentTo(Scene scene, IReadOnlyList<Office> deciders) => deciders.Count == 0
        ? $"Nobody may sign it at present. Ask the {scene.FirstTitle(scene.Policy.Download.Decide)} to nominate an alternate, then ask again."
        : $"Sent to {string.Join(" and ", deciders.Select(office => $"{office.Person.Name} ({Scene.Sign(office).Title})"))}. You hear as soon as one of them decides.";

    private static IEnumerable<SheetLine> Lines(DownloadCase download)
    {
        var request = download.Request!;
        yield return new("Camera", request.CameraName);
        yield return new("From", London.Say(request.From));
        yield return new("To", London.Say(request.To));
        yield return new("Ground", $"{request.GroundTitle} ({request.GroundClause})");
        yield return new("What happened", request.What);
        yield return new("Wants to see it", request.WantsToSee);
        if (download.Downloaded is { } clip)
        {
            yield return new("Downloaded", London.Say(clip.Fact.At));
            yield return new("Kept", clip.Fact.KeptWhere);
            yield return new("SHA-256", clip.Fact.Sha256);
        }

        foreach (var viewing in download.Viewings.TakeLast(8))
            yield return new("Seen", $"{viewing.Fact.Who}, {London.Say(viewing.Fact.At)}, {viewing.Fact.Area}");
    }

    private void AddActions(List<Element> body, List<CardAction> actions, CardContext context, DownloadCase download)
    {
        var (viewer, scene) = (context.Viewer!, context.Scene);
        var data = Parts.Data(context);
        data["key"] = OneTime.Key();
        IEnumerable<CardForm> forms = download.State switch
        {
            DownloadState.Authorised when Rules.MayRecord(download, viewer, scene) => [KeepForms.Record(context)],
            DownloadState.Kept when Rules.MayRecord(download, viewer, scene) => [KeepForms.View(context), KeepForms.AskDeletion(context)],
            DownloadState.AwaitingDeletion when Rules.MayRecord(download, viewer, scene) => [KeepForms.View(context)],
            DownloadState.DeletionAuthorised when Deleting.MayCarryOut(download, viewer, scene) => [KeepForms.CarryOut(context)],
            _ => [],
        };
        foreach (var form in forms)
            form.AddTo(body, actions, context, data);
        if (download.State == DownloadState.Authorised && actions.Count > 0)
            actions.Insert(0, new ActionOpenUrl("Hand the file in", address.Of($"cases/{scene.School.Id}/{download.Id}")));
    }

    private static IEnumerable<string> Kept(DownloadCase download)
    {
        if (download.DeletionRefused is { } kept)
            yield return $"Kept by {Parts.By(kept.Fact.By)}: {kept.Fact.Reason}";
        yield return $"Kept until {London.Say(download.KeepUntil!.Value)}; then its deletion is asked for.";
    }

    private static string Authorised(DownloadCase download) =>
        Signed("Authorised by", download.Authorised!.Fact.By, download.Authorised.At, download.Authorised.Record);

    private static string DeletionSigned(DownloadCase download) => Signed(
        "Deletion authorised by", download.DeletionAuthorised!.Fact.By, download.DeletionAuthorised.At, download.DeletionAuthorised.Record);

    private static string Signed(string what, Signatory by, NodaTime.Instant at, long record) =>
        $"{what} {Parts.By(by)}, {London.Say(at)} (record {record}).";
}
