using NodaTime;

namespace TeamsCctv.Domain.Cases.Downloads;

/// <summary>Someone asks for footage to be downloaded; opens the case.</summary>
/// <param name="CameraName">As the register named it then.</param>
/// <param name="WantsToSee">Appendix I's "name of Requestor who wants to see the recording".</param>
/// <param name="Staff">The version of the staff register seen.</param>
/// <param name="Cameras">The version of the camera register seen.</param>
/// <param name="ConditionAsks">The question of the ground's condition, where it has one; <paramref name="Condition"/> answers it.</param>
/// <param name="NoSignature">The clause under which nobody had to sign; null where somebody has to.</param>
public sealed record DownloadRequested(
    string Camera,
    string CameraName,
    Instant From,
    Instant To,
    string Ground,
    string GroundTitle,
    string GroundClause,
    bool Outsiders,
    string What,
    string WantsToSee,
    Signatory By,
    string Staff,
    string Cameras,
    string? ConditionAsks = null,
    string? Condition = null,
    string? NoSignature = null) : IFact;

/// <summary>The signature that authorises a download (AL-AppI, first column).</summary>
public sealed record DownloadAuthorised(Signatory By, string Statement) : IFact;

/// <summary>The named person says no.</summary>
public sealed record DownloadRefused(Signatory By, string Reason) : IFact;

/// <summary>The clip exists: its hash, where it is kept.</summary>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Bytes">The file's length where it was handed in; null where the hash was typed.</param>
/// <param name="KeptLongerBecause">Why it is kept beyond the policy's usual period, where it is.</param>
public sealed record DownloadRecorded(
    Signatory By,
    Instant At,
    string Sha256,
    long? Bytes,
    string KeptWhere,
    LocalDate KeepUntil,
    string? KeptLongerBecause = null) : IFact;

/// <summary>Somebody saw the recording, in an area of the school's list.</summary>
/// <param name="Title">Their job title, where they are staff.</param>
/// <param name="PermittedBy">Who let them see it, where the policy asks for that (JC-3).</param>
public sealed record ViewingRecorded(
    Signatory By, string Who, Instant At, string Area, string? Title = null, Signatory? PermittedBy = null) : IFact;

/// <summary>The recording was used for something beside being seen.</summary>
/// <param name="Use">The policy's id of the use.</param>
/// <param name="Reference">The proceedings' reference; null where the use needs none and none was given.</param>
/// <param name="Sha256">Of the file used, confirmed to be the one downloaded.</param>
public sealed record RecordingUsed(
    Signatory By, Instant At, string Use, string UseTitle, string UseClause, string What, string? Reference, string Sha256) : IFact;

/// <summary>Deletion is asked for, by a person or, with <paramref name="By"/> null, by the retention clock.</summary>
/// <param name="NoSignature">The clause under which nobody has to sign; null where somebody has to.</param>
public sealed record DeletionAsked(Signatory? By, string Why, string Clause, string? NoSignature = null) : IFact;

/// <summary>The signature that authorises a deletion (AL-AppI, sixth column).</summary>
public sealed record DeletionAuthorised(Signatory By, string Statement) : IFact;

/// <summary>The recording is kept, as the signer says or, where nobody has to sign, its keeper; the clock starts again at <paramref name="KeepUntil"/>.</summary>
public sealed record DeletionRefused(Signatory By, string Reason, LocalDate KeepUntil) : IFact;

/// <summary>A decision has waited for too long: those whose turn it is were reminded.</summary>
/// <param name="Time">Which reminder of this decision it is, from 1.</param>
/// <param name="After">Days.</param>
public sealed record DecisionReminded(int Time, int After) : IFact;

/// <summary>The recording is gone: which file, by its hash, how and on which day.</summary>
/// <param name="HeldBy">The cases that held it when this was put on the record: it was gone before their hold was known.</param>
public sealed record DeletionCarriedOut(Signatory By, LocalDate On, string How, string Sha256, string? HeldBy = null) : IFact;
