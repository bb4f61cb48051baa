namespace TeamsCctv.Domain.Cases.Matters;

/// <summary>What was given in one field, so that it can be read without the policy of its day.</summary>
/// <param name="Value">What rules compare: an id, an ISO day, the text itself.</param>
/// <param name="Says">What people read.</param>
public sealed record FieldAnswer(string Field, string Label, string Value, string Says);

/// <summary>A case of a kind that the policy describes was opened.</summary>
/// <param name="Matter">The kind's id in the profile.</param>
/// <param name="WaitsForDecision">False where opening it needs nobody else.</param>
/// <param name="IsDone">Nothing follows: it is closed as it is opened.</param>
/// <param name="IsDisclosure">It belongs in the disclosure log, whatever later policies say.</param>
/// <param name="Recording">The case of the recording that it holds while it is under way.</param>
public sealed record MatterOpened(
    string Matter, string Title, string Clause, IReadOnlyList<FieldAnswer> Answers, bool WaitsForDecision, bool IsDone, bool IsDisclosure,
    Signatory By, string StaffVersion, string? Recording = null) : IFact;

/// <summary>The named person allowed it.</summary>
/// <param name="Statement">What they said by approving.</param>
public sealed record MatterApproved(Signatory By, string Statement, IReadOnlyList<FieldAnswer> Answers) : IFact;

/// <summary>The named person did not; the case is closed.</summary>
/// <param name="Ground">The policy's ground for it, where the policy has a list.</param>
public sealed record MatterRefused(Signatory By, string Reason, string? Ground = null) : IFact;

/// <summary>Somebody who may decide leaves this case to the others.</summary>
public sealed record MatterPassedOn(Signatory By) : IFact;

/// <summary>Nothing had happened for too long: those whose turn it is were reminded.</summary>
/// <param name="Time">Which reminder of the case it is, from 1.</param>
/// <param name="After">Days.</param>
public sealed record MatterReminded(int Time, int After) : IFact;

/// <summary>A step was done.</summary>
/// <param name="Closes">The case is closed by it.</param>
/// <param name="By">Whoever did it; with a <paramref name="Link"/> nobody of the register: the name is as they typed it.</param>
/// <param name="Mail">What it sends by mail; null where it sends nothing.</param>
/// <param name="Amends">What it says of the opening form's fields counts from here on.</param>
/// <param name="Link">The record of the one-time link through which somebody outside filled it in, or null.</param>
public sealed record MatterStepTaken(string Step, string Title, bool Closes, IReadOnlyList<FieldAnswer> Answers, Signatory By, long? Link = null,
    OutgoingLetter? Mail = null, bool Amends = false) : IFact;

/// <summary>A one-time link for somebody outside was made. Every earlier one for the step is dead from here on.</summary>
/// <param name="Until">From then on it leads nowhere.</param>
public sealed record MatterLinkMade(string Step, string Title, NodaTime.Instant Until, Signatory By) : IFact;
