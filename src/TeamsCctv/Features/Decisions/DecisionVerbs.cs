using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Messages;

namespace TeamsCctv.Features.Decisions;

/// <summary>Approve and refuse, on a download or a deletion. Receiving the card grants nothing: the rule decides.</summary>
public sealed class DecisionVerbs(CaseActs acts, CaseAnswers answers) : ICardVerbs
{
    public const string Approve = "decide.approve";
    public const string Refuse = "decide.refuse";

    public IReadOnlyDictionary<string, Func<CardClick, CancellationToken, Task<Answer>>> Verbs =>
        new Dictionary<string, Func<CardClick, CancellationToken, Task<Answer>>>
        {
            [Approve] = (click, _) => DecideAsync(click, approve: true),
            [Refuse] = (click, _) => DecideAsync(click, approve: false),
        };

    private async Task<Answer> DecideAsync(CardClick click, bool approve)
    {
        var seen = click["seen"] ?? "";
        var topic = click["topic"] ?? Topics.Authorise;
        var deletion = topic.StartsWith(Topics.Delete, StringComparison.Ordinal);
        var outcome = await acts.RunAsync(click.School, click.Case, click.Caller, new(
            $"{(approve ? "authorise" : "refuse")} the {(deletion ? "deletion" : "download")}",
            Key: null,
            seen,
            (download, scene) => deletion
                ? RuleDeletion(download, scene, click, topic, approve, seen)
                : RuleDownload(download, scene, click, approve, seen)));
        return await answers.AfterAsync(click, topic, outcome);
    }

    private static Ruling<IFact> RuleDownload(DownloadCase download, Scene scene, CardClick click, bool approve, string seen)
    {
        var who = click.Caller.Person;
        var shown = download.State == DownloadState.AwaitingAuthorisation && Authorising.DeciderOf(download, who, scene) is { } office
            ? Seen.Of(Authorising.Sheet(download, scene, office))
            : "";
        return Authorising.Rule(download, new(who, approve, click["reason"], seen), scene, shown);
    }

    private static Ruling<IFact> RuleDeletion(DownloadCase download, Scene scene, CardClick click, string topic, bool approve, string seen)
    {
        var who = click.Caller.Person;
        if (download.DeletionAsked is not { } asked || !Topics.IsDeletion(topic, asked.Record))
            return new Ruling<IFact>.OutOfDate();
        var shown = download.State == DownloadState.AwaitingDeletion && Deleting.DeciderOf(download, who, scene) is { } office
            ? Seen.Of(Deleting.Sheet(download, scene, office))
            : "";
        return Deleting.Rule(download, new(who, approve, click["reason"], Forms.Date(click["keepUntil"]), seen), scene, shown);
    }
}
