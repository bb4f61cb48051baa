using NodaTime;

namespace TeamsCctv.Domain.Clocks;

/// <summary>A day that a clock does not count, for drawing a timeline.</summary>
/// <param name="Why">Follows "is": "a weekend", "Christmas Day".</param>
public sealed record LeftOut(LocalDate Day, string Why, LeftOutKind Kind);

public enum LeftOutKind
{
    Paused,
    Weekend,
    Holiday,

    /// <summary>A working day on which the school holds no session.</summary>
    NoSession,
}
