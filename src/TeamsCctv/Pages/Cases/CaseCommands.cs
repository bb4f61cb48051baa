using NodaTime;
using NodaTime.Text;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.HandIn;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Cases;

/// <summary>The forms of the case page as commands of the domain.</summary>
public sealed class CaseCommands(HandInTickets tickets)
{
    public const string Decide = "decide";
    public const string Record = "record";
    public const string View = "view";
    public const string Use = "use";
    public const string Longer = "keep-longer";
    public const string AskDeletion = "ask-deletion";
    public const string DecideDeletion = "decide-deletion";
    public const string CarryOut = "carry-out";
    public const string Erase = "erase";

    public static readonly IReadOnlyList<string> All = [Decide, Record, View, Use, Longer, AskDeletion, DecideDeletion, CarryOut, Erase];

    private static readonly LocalDateTimePattern Minute = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    /// <summary>The act a form asks for, or null where the form has no key of ours or there is no such act.</summary>
    public CaseActs.Act? Of(string act, string caseId, Visitor visitor, PostedForm form)
    {
        var who = visitor.Person;
        if (KeyOf(act, caseId, who, form["key"]) is not { } key)
            return null;
        return act switch
        {
            Decide => new($"{(Approves(form) ? "authorise" : "refuse")} the download", key, form["seen"], (download, scene) =>
                Authorising.Rule(download, new(who, Approves(form), form["reason"], form["seen"]), scene, Current(download, scene, who))),
            Record => new("record the download", key, null, (download, scene) =>
                Keeping.Record(download, Download(form, caseId, visitor), scene)),
            View => new("add a viewing", key, null, (download, scene) =>
                Viewing.Rule(download, new(who, NullIfEmpty(form["staff"]), form["outsider"], When(form["at"]), form["area"], NullIfEmpty(form["permitted"])), scene)),
            Use => new("add a use", key, null, (download, scene) =>
                Using.Rule(download, new(who, form["use"], When(form["at"]), form["what"], form["reference"], form["sameFile"] == "yes"), scene)),
            Longer => new("keep the recording longer", key, null, (download, scene) =>
                Deleting.KeepLonger(download, new(who, false, form["reason"], Day(form["keepUntil"]), ""), scene)),
            AskDeletion => new("ask for the deletion", key, null, (download, scene) =>
                Deleting.Ask(download, who, form["why"], scene)),
            DecideDeletion => new($"{(Approves(form) ? "authorise" : "refuse")} the deletion", key, form["seen"], (download, scene) =>
                Deleting.Rule(download, new(who, Approves(form), form["reason"], Day(form["keepUntil"]), form["seen"]), scene, Current(download, scene, who))),
            CarryOut => new("record the deletion", key, null, (download, scene) =>
                Deleting.CarryOut(download, new(who, Day(form["on"]), form["how"], form["sameFile"] == "yes", form["beforeHold"] == "yes"), scene)),
            Erase => new("erase the names", key, null, (download, scene) =>
                Deleting.Erase(download, who, form["why"], scene)),
            _ => null,
        };
    }

    /// <summary>
    /// The key under which a form takes effect once. The page's random part alone would be for its maker to choose: the
    /// rest ties it to one act of one person on one case.
    /// </summary>
    public static string? KeyOf(string act, string caseId, Person who, string? random) =>
        Guid.TryParseExact(random, "N", out var key) ? $"page:{act}:{caseId}:{who.Key}:{key:N}" : null;

    /// <summary>A wall-clock minute, or null where none can be read.</summary>
    public static LocalDateTime? When(string text)
    {
        var minute = text.Length > 16 ? text[..16] : text;
        return text.Length <= 23 && Minute.Parse(minute) is { Success: true, Value: var value } ? value : null;
    }

    internal static LocalDate? Day(string text) => LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var value } ? value : null;

    private static bool Approves(PostedForm form) => form["decision"] == "approve";

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    /// <summary>The hash of what this person would be shown now; none where nothing waits for them.</summary>
    private static string Current(DownloadCase download, Scene scene, Person who) =>
        (download.State == DownloadState.AwaitingDeletion ? Deleting.DeciderOf(download, who, scene) : Authorising.DeciderOf(download, who, scene)) is { } office && CaseForms.Shown(download, scene, office) is { Seen: var seen } ? seen : "";

    /// <summary>The file's hash: of a file handed in a moment ago, proved by our own ticket, or as typed.</summary>
    private RecordDownload Download(PostedForm form, string caseId, Visitor visitor)
    {
        var handed = tickets.FileOf(form["handed"], visitor.TicketFor(caseId));
        return new(visitor.Person, When(form["at"]), handed?.Sha256 ?? form["sha256"].Trim(), handed?.Bytes, form["kept"], Day(form["keepUntil"]), form["longer"]);
    }
}
