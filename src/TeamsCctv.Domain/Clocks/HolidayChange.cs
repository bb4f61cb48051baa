using NodaTime;

namespace TeamsCctv.Domain.Clocks;

/// <summary>A bank holiday that is announced, renamed or taken away after this version was made.</summary>
/// <param name="Division">Null: everywhere in the United Kingdom.</param>
/// <param name="Name">Null: the day is no bank holiday any more.</param>
public sealed record HolidayChange(LocalDate Day, Division? Division, string? Name);
