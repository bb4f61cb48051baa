using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Messages;
using Rules = TeamsCctv.Domain.Cases.Downloads.Keeping;

namespace TeamsCctv.Features.Recordings;

/// <summary>Recording a download, a viewing and a deletion, and asking for one, from a card.</summary>
public sealed class KeepVerbs(CaseActs acts, CaseAnswers answers) : ICardVerbs
{
    public const string Record = "keep.record";
    public const string View = "keep.view";
    public const string Use = "keep.use";
    public const string Longer = "keep.longer";
    public const string AskDeletion = "keep.ask-deletion";
    public const string CarryOut = "keep.carry-out";

    public IReadOnlyDictionary<string, Func<CardClick, CancellationToken, Task<Answer>>> Verbs =>
        new Dictionary<string, Func<CardClick, CancellationToken, Task<Answer>>>
        {
            [Record] = (click, _) => RunAsync(click, "record a download", (download, scene) => Rules.Record(
                download,
                new(click.Caller.Person, Forms.Moment(click["atDate"], click["atTime"]), click["sha256"], null, click["kept"], Forms.Date(click["keepUntil"]), click["longer"]),
                scene)),
            [View] = (click, _) => RunAsync(click, "add a viewing", (download, scene) => Viewing.Rule(
                download,
                new(click.Caller.Person, click["staff"], click["outsider"], Forms.Moment(click["atDate"], click["atTime"]), click["area"], click["permitted"]),
                scene)),
            [Use] = (click, _) => RunAsync(click, "add a use", (download, scene) => Using.Rule(
                download,
                new(click.Caller.Person, click["use"], Forms.Moment(click["usedDate"], click["usedTime"]), click["what"], click["reference"], click["sameFile"] == "true"),
                scene)),
            [Longer] = (click, _) => RunAsync(click, "keep the recording longer", (download, scene) => Deleting.KeepLonger(
                download,
                new(click.Caller.Person, false, click["reason"], Forms.Date(click["keepUntil"]), ""),
                scene)),
            [AskDeletion] = (click, _) => RunAsync(click, "ask for a deletion", (download, scene) =>
                Deleting.Ask(download, click.Caller.Person, click["why"], scene)),
            [CarryOut] = (click, _) => RunAsync(click, "record a deletion", (download, scene) => Deleting.CarryOut(
                download,
                new(click.Caller.Person, Forms.Date(click["on"]), click["how"], click["sameFile"] == "true", click["beforeHold"] == "true"),
                scene)),
        };

    private async Task<Answer> RunAsync(CardClick click, string name, Func<DownloadCase, Scene, Ruling<IFact>> rule)
    {
        // The same form sent twice is one command; the same form filled in anew is another.
        var key = $"{click.Press.Verb}:{click.Caller.Person.Key}:{OneTime.Of(click.Press.Data.GetRawText())}";
        var outcome = await acts.RunAsync(click.School, click.Case, click.Caller, new(name, key, Seen: null, rule));
        return await answers.AfterAsync(click, click["topic"] ?? Topics.Keep, outcome);
    }
}
