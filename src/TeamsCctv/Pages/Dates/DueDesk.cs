using NodaTime;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Matters;
using TeamsCctv.Pages.Matters;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Dates;

/// <summary>A clock that runs, and its case.</summary>
public sealed record DueItem(RuledMatter Ruled, MatterClock Clock)
{
    public Matter Matter => Ruled.Matter;
}

/// <summary>What is due at the schools that somebody watches over, or at their own, as far as they may read the cases.</summary>
public sealed class DueDesk(RuledMatters matters, Scenes scenes)
{
    /// <summary>The most cases that are looked at, the oldest first; ours.</summary>
    public const int MostCases = 2000;

    /// <summary>The most that the page lists of anything; ours.</summary>
    public const int Most = 200;

    public async Task<DueReading> ReadAsync(Visitor visitor, CancellationToken cancellation)
    {
        var now = visitor.Scene.Now;
        var here = visitor.Register.ToDictionary(school => school.Id, school => visitor.At(scenes.At(school.Id, now)!));
        var found = await matters.WithClocksAsync([.. here.Keys], MostCases + 1, now, cancellation);
        List<RuledMatter> theirs = [.. found.Take(MostCases).Where(ruled => MatterDesk.MayRead(here[ruled.School], ruled.Matter, ruled.Scene))];
        List<DueItem> running = [.. theirs.SelectMany(ruled => ruled.Clocks.Where(clock => clock.Runs).Select(clock => new DueItem(ruled, clock)))];
        return new(
            [.. running.Where(item => item.Clock.Due?.LateFrom is not null).OrderBy(item => item.Clock.Due!.LateFrom)],
            [.. running.Where(item => item.Clock.Due?.Paused is not null).OrderBy(item => item.Clock.Due!.Paused!.Since)],
            [.. running.Where(item => item.Clock.Due is null)],
            [.. theirs.Where(ruled => ruled.Matter.State == MatterState.Unsorted)],
            found.Count > MostCases);
    }
}

/// <summary>What is due, to one person.</summary>
/// <param name="Dated">By their dates, what is late first.</param>
/// <param name="Paused">What waits for something, the longest first.</param>
/// <param name="Undated">Whose start nobody has filled in.</param>
/// <param name="Unconfirmed">Cases of mails that nobody has confirmed yet, the oldest first.</param>
/// <param name="IsCut">There are younger cases than were looked at.</param>
public sealed record DueReading(
    IReadOnlyList<DueItem> Dated, IReadOnlyList<DueItem> Paused, IReadOnlyList<DueItem> Undated, IReadOnlyList<RuledMatter> Unconfirmed, bool IsCut)
{
    public int LateAt(Instant now) => Dated.Count(item => item.Clock.Due!.IsLate(now));

    public bool IsEmpty => Dated.Count + Paused.Count + Undated.Count + Unconfirmed.Count == 0;
}
