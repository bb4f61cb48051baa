namespace TeamsCctv.Domain.Cases;

/// <summary>
/// Exactly what a decider is shown: the card is drawn from it and nothing else, and a decision names its hash. A
/// case that has changed since has another sheet, so an old card can decide nothing.
/// </summary>
/// <param name="Statement">What approving says.</param>
public sealed record DecisionSheet(string Case, string Title, IReadOnlyList<SheetLine> Lines, string Statement);

/// <summary>One labelled line of a sheet.</summary>
public sealed record SheetLine(string Label, string Text);
