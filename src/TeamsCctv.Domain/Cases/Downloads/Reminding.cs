using NodaTime;
using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Domain.Cases.Downloads;

/// <summary>A decision that waits for too long is brought again to those whose turn it is.</summary>
public static class Reminding
{
    /// <summary>The rule for what waits now, or null where nothing waits, it may not be approved while it is held, or nobody is reminded.</summary>
    public static ReminderRule? RuleOf(DownloadCase download, Policy policy) => download.State switch
    {
        DownloadState.AwaitingAuthorisation => policy.Download.Remind,
        DownloadState.AwaitingDeletion when download.HeldBy.Count == 0 => policy.Deletion.Remind,
        _ => null,
    };

    /// <summary>A reminder where nothing has been recorded for as long as the policy allows; out of date until then.</summary>
    public static Ruling<IFact> Remind(DownloadCase download, Scene scene) =>
        RuleOf(download, scene.Policy) is { } rule && scene.Now >= download.Since + Duration.FromDays(rule.Days)
            ? new DecisionReminded(download.Reminders + 1, rule.Days)
            : new Ruling<IFact>.OutOfDate();
}
