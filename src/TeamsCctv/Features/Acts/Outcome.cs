using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Acts;

/// <summary>What an act on a case came to, with the case as it stands after it.</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>Recorded under this number; also the answer to the same command sent again.</summary>
    public sealed record Done(DownloadCase Case, long Record) : Outcome;

    /// <summary>Refused, and the refusal recorded. <paramref name="Case"/> is null where none was opened.</summary>
    public sealed record Refused(DownloadCase? Case, Refusal Refusal, long Record) : Outcome;

    /// <summary>Nothing recorded: say the errors at their fields.</summary>
    public sealed record Invalid(DownloadCase? Case, IReadOnlyList<FieldError> Errors) : Outcome;

    /// <summary>Nothing recorded: show how the case stands.</summary>
    public sealed record OutOfDate(DownloadCase Case) : Outcome;

    /// <summary>Nothing recorded and nothing refused: no record can be made until the clock is right.</summary>
    public sealed record NotNow(RecordingStopped Why) : Outcome;

    /// <summary>There is no such case at this school, or none this person may know of.</summary>
    public sealed record NotFound : Outcome;
}
