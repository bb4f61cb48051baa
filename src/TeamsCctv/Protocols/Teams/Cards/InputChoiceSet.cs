using System.Text.Json.Nodes;

namespace TeamsCctv.Protocols.Teams.Cards;

/// <param name="Title">What the person reads.</param>
/// <param name="Value">What arrives; without a comma, since several are joined by one.</param>
public sealed record Choice(string Title, string Value);

public enum ChoiceStyle
{
    /// <summary>A list that opens.</summary>
    Compact,

    /// <summary>All to see, as radio buttons or check boxes.</summary>
    Expanded,

    /// <summary>A list that typing narrows.</summary>
    Filtered,
}

/// <summary>One or several of a few; several arrive joined by commas.</summary>
public sealed record InputChoiceSet : Input
{
    private readonly IReadOnlyList<Choice> _choices;
    private readonly bool _isMultiSelect;
    private readonly ChoiceStyle _style;
    private readonly string? _value;
    private readonly string? _placeholder;

    public InputChoiceSet(
        string id,
        string label,
        IEnumerable<Choice> choices,
        bool isRequired = false,
        string? errorMessage = null,
        bool isMultiSelect = false,
        ChoiceStyle style = ChoiceStyle.Compact,
        string? value = null,
        string? placeholder = null)
        : base(id, label, isRequired, errorMessage, canBeWrong: false)
    {
        _choices = CardLimits.NotEmpty(choices, $"The choices of {id}");
        (_isMultiSelect, _style, _value, _placeholder) = (isMultiSelect, style, value, placeholder);
        foreach (var choice in _choices)
        {
            CardLimits.Title(choice.Title, $"A choice of {id}");
            if (CardLimits.Title(choice.Value, $"A choice's value of {id}").Contains(',', StringComparison.Ordinal))
                throw new ArgumentException($"The choice {choice.Value} of {id} holds a comma.", nameof(choices));
        }

        if (_choices.DistinctBy(choice => choice.Value).Count() != _choices.Count)
            throw new ArgumentException($"Two choices of {id} have the same value.", nameof(choices));
        if (value is not null && !value.Split(',').All(chosen => _choices.Any(choice => choice.Value == chosen)))
            throw new ArgumentException($"{id} starts with {value}, which is not among its choices.", nameof(value));
    }

    private protected override JsonObject WriteOwn()
    {
        var json = Write("Input.ChoiceSet").With("value", _value).With("placeholder", _placeholder);
        json["choices"] = Writing.Array(_choices.Select(choice => new JsonObject { ["title"] = choice.Title, ["value"] = choice.Value }));
        json["style"] = _style.ToString().ToLowerInvariant();
        json["wrap"] = true;
        if (_isMultiSelect)
            json["isMultiSelect"] = true;
        return json;
    }
}
