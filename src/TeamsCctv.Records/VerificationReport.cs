using System.Globalization;

namespace TeamsCctv.Records;

/// <summary>One thing that is wrong.</summary>
/// <param name="First">The first record it concerns; null if it concerns the checkpoint.</param>
/// <param name="Last">The last record it concerns.</param>
/// <param name="Path">The file it was found in.</param>
/// <param name="Problem">What is wrong: a plain sentence, which may quote the log and so hold any characters.</param>
public sealed record Finding(long? First, long? Last, string Path, string Problem)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Subject}: {Problem}");

    private string Subject => First switch
    {
        null => "Checkpoint",
        _ when First == Last => string.Create(CultureInfo.InvariantCulture, $"Record {First}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"Records {First} to {Last}"),
    };
}

/// <summary>Bodies that are gone by right: the record that licenses it, when it was made, and under which policy.</summary>
public sealed record Erasure(string Case, long Record, DateTimeOffset At, PolicyRef Policy, long Bodies)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Case {Case}: {Bodies} {(Bodies == 1 ? "body" : "bodies")} erased on {LondonTime.Format(At)}, under record {Record} and policy {Policy.Id}.");
}

/// <summary>From this record on the log has another key, which the key before vouched for.</summary>
public sealed record KeyFollowed(long Record, VerifierKey Key);

/// <summary>What a verifier found in a log.</summary>
public sealed record VerificationReport
{
    /// <summary>The origin line; null if there was no checkpoint to read it from.</summary>
    public string? Origin { get; init; }

    /// <summary>Records that the checkpoint covers.</summary>
    public long Size { get; init; }

    /// <summary>The checkpoint first, then by record. At most 1,000.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Findings beyond those listed.</summary>
    public long FurtherFindings { get; init; }

    /// <summary>Bodies present and matching their record.</summary>
    public long VerifiedBodies { get; init; }

    /// <summary>Bodies absent by right; <see cref="Erasures"/> says by which.</summary>
    public long ErasedBodies => Erasures.Sum(e => e.Bodies);

    /// <summary>Bodies of sound records that the source does not give out.</summary>
    public long BodiesNotSupplied { get; init; }

    public IReadOnlyList<Erasure> Erasures { get; init; } = [];

    /// <summary>The changes of the log's key that count, in order; the last one's key signs the checkpoint.</summary>
    public IReadOnlyList<KeyFollowed> KeyChanges { get; init; } = [];

    /// <summary>Why the checkpoint could not be read at all, which says nothing about the log; else null.</summary>
    public string? Unreachable { get; init; }

    /// <summary>Nothing is wrong. Bodies that were not supplied are not known to be right or wrong.</summary>
    public bool Verified => Findings.Count == 0 && Unreachable is null;
}
