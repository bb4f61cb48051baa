using System.Text.Json.Nodes;

namespace TeamsCctv.Protocols.Teams.Cards;

public enum TextWeight
{
    Default,
    Lighter,
    Bolder,
}

public enum TextSize
{
    Default,
    Small,
    Medium,
    Large,
    ExtraLarge,
}

public enum TextColor
{
    Default,
    Dark,
    Light,
    Accent,
    Good,
    Warning,
    Attention,
}

public enum TextStyle
{
    Default,

    /// <summary>Read out as a heading.</summary>
    Heading,
}

/// <summary>Words, drawn as they are (<see cref="PlainText"/>). For a link use <see cref="ActionOpenUrl"/>.</summary>
public sealed record TextBlock : Element
{
    private readonly string _text;

    public TextBlock(
        string text,
        TextWeight weight = TextWeight.Default,
        TextSize size = TextSize.Default,
        TextColor color = TextColor.Default,
        TextStyle style = TextStyle.Default,
        bool isSubtle = false,
        bool wrap = true)
    {
        _text = CardLimits.Text(text, "A text block");
        (Weight, Size, Color, Style, IsSubtle, Wrap) = (weight, size, color, style, isSubtle, wrap);
    }

    public TextWeight Weight { get; }

    public TextSize Size { get; }

    public TextColor Color { get; }

    public TextStyle Style { get; }

    public bool IsSubtle { get; }

    public bool Wrap { get; }

    /// <summary>A card's title.</summary>
    public static TextBlock Heading(string text) => new(text, TextWeight.Bolder, TextSize.Large, style: TextStyle.Heading);

    private protected override JsonObject WriteOwn()
    {
        var json = new JsonObject { ["type"] = "TextBlock", ["text"] = PlainText.Of(_text), ["wrap"] = Wrap }
            .With("weight", Weight, TextWeight.Default)
            .With("size", Size, TextSize.Default)
            .With("color", Color, TextColor.Default);
        if (Style == TextStyle.Heading)
            json["style"] = "heading";
        if (IsSubtle)
            json["isSubtle"] = true;
        return json;
    }
}
