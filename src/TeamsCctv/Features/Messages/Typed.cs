using NodaTime;
using TeamsCctv.Protocols.Teams.Cards;

namespace TeamsCctv.Features.Messages;

/// <summary>
/// What was typed into a form that is shown again. It is the client's word: a value that the input could not hold is
/// left out rather than drawn.
/// </summary>
public sealed class Typed(Func<string, string?> inputs)
{
    public static Typed Nothing { get; } = new(_ => null);

    public string? Text(string name, int longest) => inputs(name) is { } text ? text[..Math.Min(text.Length, longest)] : null;

    public string? Choice(string name, IEnumerable<Choice> choices) =>
        inputs(name) is { } chosen && choices.Any(choice => choice.Value == chosen) ? chosen : null;

    /// <summary>Several choices, as a client joins them.</summary>
    public string? Ticks(string name, IEnumerable<Choice> choices) =>
        inputs(name)?.Split(',') is { } ticked && string.Join(',', choices.Select(choice => choice.Value).Where(ticked.Contains)) is { Length: > 0 } several ? several : null;

    public LocalDate? Date(string name) => Forms.Date(inputs(name));

    public LocalTime? Time(string name) => Forms.Time(inputs(name));
}
