using System.Text.Json.Nodes;

namespace TeamsCctv.Protocols.Teams.Cards;

/// <summary>
/// Something a person fills in. It has a label, which screen readers tie to it; where it can be wrong it has the
/// sentence that says what to do. The client checks first, but what arrives is checked again.
/// </summary>
public abstract record Input : Element
{
    private protected Input(string id, string label, bool isRequired, string? errorMessage, bool canBeWrong)
    {
        Id = CardLimits.Title(id, "An input's id");
        Label = CardLimits.Title(label, $"The label of {id}");
        IsRequired = isRequired;
        ErrorMessage = errorMessage is null ? null : CardLimits.Title(errorMessage, $"The error message of {id}");
        if ((isRequired || canBeWrong) && ErrorMessage is null)
            throw new ArgumentException($"{id} can be wrong or missing, and has no error message that says so.", nameof(errorMessage));
    }

    public string Id { get; }

    public string Label { get; }

    public bool IsRequired { get; }

    public string? ErrorMessage { get; }

    private protected JsonObject Write(string type)
    {
        var json = new JsonObject { ["type"] = type, ["id"] = Id, ["label"] = Label };
        if (IsRequired)
            json["isRequired"] = true;
        return json.With("errorMessage", ErrorMessage);
    }
}

/// <summary>Words.</summary>
public sealed record InputText : Input
{
    private readonly int _maxLength;
    private readonly bool _isMultiline;
    private readonly string? _value;
    private readonly string? _placeholder;
    private readonly string? _regex;

    /// <param name="maxLength">Characters, 1 to 4,000.</param>
    /// <param name="regex">What the whole text must look like (ECMAScript); needs an error message.</param>
    public InputText(
        string id,
        string label,
        bool isRequired = false,
        string? errorMessage = null,
        int maxLength = 500,
        bool isMultiline = false,
        string? value = null,
        string? regex = null,
        string? placeholder = null)
        : base(id, label, isRequired, errorMessage, canBeWrong: regex is not null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxLength, CardLimits.LongestText);
        if (value?.Length > maxLength)
            throw new ArgumentException($"{id} starts with {value.Length} characters; it takes {maxLength}.", nameof(value));
        (_maxLength, _isMultiline, _value, _regex, _placeholder) = (maxLength, isMultiline, value, regex, placeholder);
    }

    private protected override JsonObject WriteOwn()
    {
        var json = Write("Input.Text").With("value", _value).With("regex", _regex).With("placeholder", _placeholder);
        json["maxLength"] = _maxLength;
        if (_isMultiline)
            json["isMultiline"] = true;
        return json;
    }
}

/// <summary>A yes or no, as a check box; arrives as <c>true</c> or <c>false</c>.</summary>
public sealed record InputToggle : Input
{
    private readonly string _title;
    private readonly bool _isOn;

    /// <param name="title">The sentence beside the box.</param>
    /// <param name="isRequired">It must be ticked.</param>
    public InputToggle(string id, string label, string title, bool isRequired = false, string? errorMessage = null, bool isOn = false)
        : base(id, label, isRequired, errorMessage, canBeWrong: false)
    {
        _title = CardLimits.Title(title, $"The title of {id}");
        _isOn = isOn;
    }

    private protected override JsonObject WriteOwn()
    {
        var json = Write("Input.Toggle");
        json["title"] = _title;
        json["wrap"] = true;
        return json.With("value", _isOn ? "true" : null);
    }
}
