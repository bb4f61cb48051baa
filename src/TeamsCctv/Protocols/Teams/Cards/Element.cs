using System.Text.Json.Nodes;

namespace TeamsCctv.Protocols.Teams.Cards;

/// <summary>An element of a card's body (Adaptive Cards 1.5). Checked when it is made, written when the card is.</summary>
public abstract record Element
{
    private protected Element()
    {
    }

    /// <summary>A line above it.</summary>
    public bool Separator { get; init; }

    /// <summary>Space above it.</summary>
    public Spacing Spacing { get; init; }

    internal JsonObject Write()
    {
        var json = WriteOwn();
        if (Separator)
            json["separator"] = true;
        if (Spacing != Spacing.Default)
            json["spacing"] = Spacing.ToString();
        return json;
    }

    private protected abstract JsonObject WriteOwn();

    /// <summary>What is inside it, for the rules that look at a whole card.</summary>
    internal virtual IEnumerable<Element> Children => [];

    internal virtual IReadOnlyList<CardAction> Actions => [];
}

/// <summary>As in the card schema.</summary>
public enum Spacing
{
    Default,
    None,
    Small,
    Medium,
    Large,
    ExtraLarge,
    Padding,
}

/// <summary>A container's background and meaning.</summary>
public enum ContainerStyle
{
    Default,
    Emphasis,
    Good,
    Attention,
    Warning,
    Accent,
}

/// <summary>How the elements of a card become JSON.</summary>
internal static class Writing
{
    public static JsonArray Array(IEnumerable<JsonNode> items) => new([.. items]);

    public static JsonArray Items(IEnumerable<Element> items) => Array(items.Select(item => item.Write()));

    /// <summary>Sets a value unless it is the default, which is not written.</summary>
    public static JsonObject With<T>(this JsonObject json, string name, T value, T standard)
        where T : struct, Enum
    {
        if (!EqualityComparer<T>.Default.Equals(value, standard))
            json[name] = value.ToString();
        return json;
    }

    public static JsonObject With(this JsonObject json, string name, JsonNode? value)
    {
        if (value is not null)
            json[name] = value;
        return json;
    }
}
