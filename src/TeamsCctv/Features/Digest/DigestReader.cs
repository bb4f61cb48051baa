using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Following;
using TeamsCctv.Features.Mailbox;
using TeamsCctv.Features.Matters;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Digest;

/// <summary>A part of a digest.</summary>
/// <param name="Lines">A line each; of whom and what a case is about says none of them.</param>
/// <param name="IsNote">It says something of the digest and counts nothing.</param>
public sealed record DigestPart(string Title, IReadOnlyList<string> Lines, bool IsNote = false);

/// <summary>Reads what a school's digest says to somebody now, as far as the lists have come.</summary>
public sealed class DigestReader(RuledMatters matters, MatterList list, CaseList cases, LetterList letters, Scenes scenes, Database database)
{
    /// <summary>The most cases that are looked at, the oldest first; ours.</summary>
    public const int MostCases = 2000;

    private static readonly DownloadState[] Waiting =
        [DownloadState.AwaitingAuthorisation, DownloadState.Authorised, DownloadState.AwaitingDeletion, DownloadState.DeletionAuthorised];

    /// <summary>What there is to say; nothing where there is nothing.</summary>
    /// <param name="most">The most cases that are looked at.</param>
    public IReadOnlyList<DigestPart> Read(Scene scene, Person who, int most = MostCases)
    {
        var (now, school) = (scene.Now, scene.School.Id);
        var sunday = DigestWeek.Of(now).Sunday;
        var found = matters.WithClocks([school], most + 1, now);
        List<RuledMatter> theirs = [.. found.Take(most).Where(ruled => MatterCard.MayRead(ruled.Matter, ruled.Kind, who, ruled.Scene))];
        List<(RuledMatter Ruled, MatterClock Clock)> running = [.. theirs.SelectMany(ruled => ruled.Clocks.Where(clock => clock is { Runs: true, Due: not null }).Select(clock => (ruled, clock)))];
        var dated = running.Where(one => one.Clock.Due!.LateFrom is not null).OrderBy(one => one.Clock.Due!.LateFrom).ToList();
        DigestPart[] parts =
        [
            new("Not every case is here", found.Count > most ? [$"This looks at the oldest {most.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} cases under way. The registers under Requests have every one."] : [], IsNote: true),
            new("Late", [.. dated.Where(one => one.Clock.Due!.IsLate(now)).Select(Dated)]),
            new("Due this week", [.. dated.Where(one => !one.Clock.Due!.IsLate(now) && DayOf(one.Clock) <= sunday).Select(Dated)]),
            new("Paused", [.. running.Where(one => one.Clock.Due!.Paused is not null).OrderBy(one => one.Clock.Due!.Paused!.Since)
                .Select(one => $"{Name(one.Ruled)}: waiting for {one.Clock.Due!.Paused!.For} since {London.Say(one.Clock.Due.Paused.Since)}")]),
            new("Mails that nobody has confirmed", [.. theirs.Where(ruled => ruled.Matter.State == MatterState.Unsorted).Select(ruled => $"{Name(ruled)}: came {London.Say(ruled.Matter.At)}")]),
            new("Mails set aside that nobody has looked at", [.. letters.Unseen(school).Select(at => $"Set aside {London.Say(at)}")]),
            new("Waiting for you", [.. Downloads(school, who, now), .. Decisions(school, who, now)]),
        ];
        return [.. parts.Where(part => part.Lines.Count > 0)];

        string Dated((RuledMatter Ruled, MatterClock Clock) one) => $"{Name(one.Ruled)}: {one.Clock.Rule.Title.ToLowerInvariant()} {one.Clock.GoesBy}, {DueWords.Standing(one.Clock, now)}";
    }

    private static LocalDate DayOf(MatterClock clock) => clock.Due!.LastDay ?? London.DayOf(clock.Due.At!.Value);

    private static string Name(RuledMatter ruled) => $"{ruled.Kind.Title} {ruled.Matter.Id}";

    private List<string> Downloads(string school, Person who, Instant now)
    {
        var open = cases.In(school, Waiting);
        return database.Read(session =>
        {
            var log = new LogReader(session, school);
            return open.Select(listed => CaseActs.Load(log, listed.Id) is { } download && scenes.Of(log, listed.Id, now) is { } scene
                && CardPlan.Waiting(download, scene) is var (_, holders) && holders.Contains(who.Key)
                    ? $"{What(download.State)} {listed.Id}, since {London.Say(listed.Since)}"
                    : null).OfType<string>().ToList();
        });
    }

    private List<string> Decisions(string school, Person who, Instant now)
    {
        var open = list.UnderWay(school);
        return database.Read(session =>
        {
            var log = new LogReader(session, school);
            return open.Select(id => Matter.Fold(id, log.Case(id)) is { State: MatterState.Waiting, Opened: { } opened } matter
                && scenes.Of(log, id, now) is { } scene && scene.Policy.Matter(opened.Matter) is { } kind && MatterRules.DeciderOf(matter, kind, who, scene) is not null
                    ? $"Decide: {kind.Title} {id}, since {London.Say(matter.At)}"
                    : null).OfType<string>().ToList();
        });
    }

    private static string What(DownloadState state) => state switch
    {
        DownloadState.AwaitingAuthorisation => "Decide the download",
        DownloadState.Authorised => "Make the download",
        DownloadState.AwaitingDeletion => "Decide the deletion",
        _ => "Carry out the deletion",
    };
}
