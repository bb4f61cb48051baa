using NodaTime;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Following;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Matters;

/// <summary>A case with the rules that it was opened under.</summary>
public sealed record RuledMatter(Matter Matter, MatterKind Kind, Scene Scene)
{
    public string School => Scene.School.Id;

    public IReadOnlyList<MatterClock> Clocks { get; } = MatterClocks.Of(Matter, Kind, Scene);
}

/// <summary>
/// Finds cases by what their kind is to the policy. Which kinds there are is asked of the cases themselves: one that the
/// running profile does not know any more keeps its place.
/// </summary>
public sealed class RuledMatters(MatterList matters, Scenes scenes, Database database)
{
    /// <summary>The cases of a book at these schools, the newest first.</summary>
    public async Task<IReadOnlyList<RuledMatter>> InBookAsync(IReadOnlyCollection<string> schools, string book, int most, Instant now, CancellationToken cancellation)
    {
        await matters.CatchUpAsync(schools, cancellation);
        return Read(schools, kind => kind.Book == book, underWay: false, most, now);
    }

    /// <summary>The cases under way at these schools that have clocks or that nobody has confirmed yet, the oldest first.</summary>
    public async Task<IReadOnlyList<RuledMatter>> WithClocksAsync(IReadOnlyCollection<string> schools, int most, Instant now, CancellationToken cancellation)
    {
        await matters.CatchUpAsync(schools, cancellation);
        return WithClocks(schools, most, now);
    }

    /// <summary>As <see cref="WithClocksAsync"/>, as far as the list has come.</summary>
    public IReadOnlyList<RuledMatter> WithClocks(IReadOnlyCollection<string> schools, int most, Instant now) =>
        Read(schools, kind => kind.Clocks is [_, ..] || IsForMail(kind), underWay: true, most, now);

    /// <summary>What a mail is taken for that could be anything has no clock, and waits all the same.</summary>
    private static bool IsForMail(MatterKind kind) => kind.Form.Any(field => field.Found is not null);

    private List<RuledMatter> Read(IReadOnlyCollection<string> schools, Func<MatterKind, bool> which, bool underWay, int most, Instant now)
    {
        var known = matters.Kinds(schools);
        var kinds = database.Read(session => known.Where(kind => KindOf(new(session, kind.School), kind) is { } rules && which(rules)).ToList());
        if (kinds.Count == 0)
            return [];
        var found = matters.OfKinds(kinds, underWay, most);
        return database.Read(session => found.Select(listed => Rule(new(session, listed.School), listed)).OfType<RuledMatter>().ToList());

        MatterKind? KindOf(LogReader log, ListedMatter kind) => scenes.At(kind.School, now)?.Policy.Matter(kind.Kind) ?? scenes.Of(log, kind.Id, now)?.Policy.Matter(kind.Kind);

        RuledMatter? Rule(LogReader log, ListedMatter listed) =>
            scenes.Of(log, listed.Id, now) is { } scene && scene.Policy.Matter(listed.Kind) is { } kind && Matter.Fold(listed.Id, log.Case(listed.Id)) is { } matter
                ? new(matter, kind, scene)
                : null;
    }
}
