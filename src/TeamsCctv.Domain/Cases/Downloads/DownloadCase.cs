using NodaTime;

namespace TeamsCctv.Domain.Cases.Downloads;

/// <summary>Where a download stands.</summary>
public enum DownloadState
{
    /// <summary>The named person has not decided yet.</summary>
    AwaitingAuthorisation,

    /// <summary>Refused by the named person; closed.</summary>
    Refused,

    /// <summary>May be downloaded; no clip is recorded yet.</summary>
    Authorised,

    /// <summary>A clip exists and is kept.</summary>
    Kept,

    /// <summary>Kept, and its deletion waits for a signature.</summary>
    AwaitingDeletion,

    /// <summary>May be deleted; its deletion is not recorded yet.</summary>
    DeletionAuthorised,

    /// <summary>Deleted; closed.</summary>
    Deleted,

    /// <summary>Closed, and its names were erased.</summary>
    Erased,
}

/// <summary>One download from request to deletion, made from its records and nothing else.</summary>
public sealed record DownloadCase(string Id, DownloadState State, DownloadRequested? Request, Recorded Opened)
{
    public Signed<DownloadAuthorised>? Authorised { get; private init; }

    /// <summary>Its records in their order: kinds and times are there also after the names were erased.</summary>
    public IReadOnlyList<Recorded> Records { get; private init; } = [Opened];

    public Signed<DownloadRefused>? Refused { get; private init; }

    public Signed<DownloadRecorded>? Downloaded { get; private init; }

    public IReadOnlyList<Signed<ViewingRecorded>> Viewings { get; private init; } = [];

    public IReadOnlyList<Signed<RecordingUsed>> Uses { get; private init; } = [];

    public Signed<DeletionAsked>? DeletionAsked { get; private init; }

    public Signed<DeletionAuthorised>? DeletionAuthorised { get; private init; }

    public Signed<DeletionRefused>? DeletionRefused { get; private init; }

    /// <summary>Each time it was kept longer, with why.</summary>
    public IReadOnlyList<Signed<DeletionRefused>> Keepings { get; private init; } = [];

    public Signed<DeletionCarriedOut>? Deleted { get; private init; }

    /// <summary>The cases that hold the recording: while there is one it must not be deleted. They are other cases' records, so they are given.</summary>
    public IReadOnlyList<Hold> HeldBy { get; init; } = [];

    /// <summary>How often those who decide what waits now have been reminded.</summary>
    public int Reminders { get; private init; }

    /// <summary>When something last happened in it. What somebody was refused is nothing that happened in it.</summary>
    public Instant Since => Records.Last(record => record.Kind != "act.refused").At;

    /// <summary>From when on it could be downloaded: the signature, or the request where nobody has to sign.</summary>
    public Instant FreeSince => Authorised?.At ?? Opened.At;

    /// <summary>From when on it could be deleted, once it can.</summary>
    public Instant? DeletableSince => DeletionAuthorised?.At ?? (DeletionAsked is { Fact.NoSignature: not null } asked ? asked.At : null);

    /// <summary>The last day the clip is kept, as of its download or later where a deletion was refused.</summary>
    public LocalDate? KeepUntil { get; private init; }

    /// <summary>The case its records make, or null if they do not open a download.</summary>
    public static DownloadCase? Fold(string id, IEnumerable<Recorded> records)
    {
        DownloadCase? made = null;
        foreach (var record in records)
        {
            made = (made, record.Fact) switch
            {
                (null, DownloadRequested request) =>
                    new(id, request.NoSignature is null ? DownloadState.AwaitingAuthorisation : DownloadState.Authorised, request, record),
                (null, null) when record.Kind == "download.requested" => new(id, DownloadState.Erased, null, record),
                (null, _) => null,
                ({ } open, _) => open.With(record),
            };
        }

        return made;
    }

    private DownloadCase With(Recorded record) => Told(record) with { Records = [.. Records, record] };

    private DownloadCase Told(Recorded record) => record.Fact switch
    {
        DownloadAuthorised fact => this with { State = DownloadState.Authorised, Authorised = Sign(record, fact) },
        DownloadRefused fact => this with { State = DownloadState.Refused, Refused = Sign(record, fact) },
        DownloadRecorded fact => this with { State = DownloadState.Kept, Downloaded = Sign(record, fact), KeepUntil = fact.KeepUntil },
        ViewingRecorded fact => this with { Viewings = [.. Viewings, Sign(record, fact)] },
        RecordingUsed fact => this with { Uses = [.. Uses, Sign(record, fact)] },
        DeletionAsked fact => this with
        {
            State = fact.NoSignature is null ? DownloadState.AwaitingDeletion : DownloadState.DeletionAuthorised,
            DeletionAsked = Sign(record, fact),
            DeletionRefused = null,
            Reminders = 0,
        },
        DeletionAuthorised fact => this with { State = DownloadState.DeletionAuthorised, DeletionAuthorised = Sign(record, fact) },
        DeletionRefused fact => this with
        {
            State = DownloadState.Kept,
            DeletionRefused = Sign(record, fact),
            Keepings = [.. Keepings, Sign(record, fact)],
            KeepUntil = fact.KeepUntil,
        },
        DeletionCarriedOut fact => this with { State = DownloadState.Deleted, Deleted = Sign(record, fact) },
        DecisionReminded fact => this with { Reminders = fact.Time },
        BodiesErased => this with { State = DownloadState.Erased },
        _ => this,
    };

    private static Signed<T> Sign<T>(Recorded record, T fact) => new(record.Number, record.At, fact);
}

/// <summary>A case that holds a recording, and since when.</summary>
public sealed record Hold(string Case, Instant Since);

/// <summary>A fact with the record that carries it: what a signature on a page links to.</summary>
public sealed record Signed<T>(long Record, Instant At, T Fact);
