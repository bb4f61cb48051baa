using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace TeamsCctv.Protocols.Teams.Cards;

/// <summary>A day; arrives as <c>2026-11-24</c>.</summary>
public sealed record InputDate : Input
{
    private readonly LocalDate? _value;
    private readonly LocalDate? _min;
    private readonly LocalDate? _max;

    /// <param name="min">The first day that may be chosen; needs an error message, as does <paramref name="max"/>.</param>
    /// <param name="max">The last one.</param>
    public InputDate(
        string id,
        string label,
        bool isRequired = false,
        string? errorMessage = null,
        LocalDate? value = null,
        LocalDate? min = null,
        LocalDate? max = null)
        : base(id, label, isRequired, errorMessage, canBeWrong: min is not null || max is not null)
    {
        if (min > max)
            throw new ArgumentException($"{id} ends before it starts.", nameof(max));
        (_value, _min, _max) = (value, min, max);
    }

    private protected override JsonObject WriteOwn() =>
        Write("Input.Date").With("value", Iso(_value)).With("min", Iso(_min)).With("max", Iso(_max));

    private static string? Iso(LocalDate? day) => day is { } given ? LocalDatePattern.Iso.Format(given) : null;
}

/// <summary>A time of day to the minute; arrives as <c>14:05</c>.</summary>
public sealed record InputTime : Input
{
    private static readonly LocalTimePattern Minutes = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    private readonly LocalTime? _value;

    public InputTime(string id, string label, bool isRequired = false, string? errorMessage = null, LocalTime? value = null)
        : base(id, label, isRequired, errorMessage, canBeWrong: false) => _value = value;

    private protected override JsonObject WriteOwn() =>
        Write("Input.Time").With("value", _value is { } given ? Minutes.Format(given) : null);
}
