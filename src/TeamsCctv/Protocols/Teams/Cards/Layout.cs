using System.Globalization;
using System.Text.Json.Nodes;

namespace TeamsCctv.Protocols.Teams.Cards;

/// <summary>One line of a <see cref="FactSet"/>.</summary>
public sealed record Fact
{
    public Fact(string title, string value)
    {
        Title = CardLimits.Title(title, "A fact's title");
        Value = CardLimits.Text(value, $"The fact \"{title}\"");
    }

    public string Title { get; }

    public string Value { get; }
}

/// <summary>Names and values in two columns.</summary>
public sealed record FactSet : Element
{
    private readonly IReadOnlyList<Fact> _facts;

    public FactSet(params IEnumerable<Fact> facts) => _facts = CardLimits.NotEmpty(facts, "A fact set");

    private protected override JsonObject WriteOwn() => new()
    {
        ["type"] = "FactSet",
        ["facts"] = Writing.Array(_facts.Select(fact => new JsonObject
        {
            ["title"] = PlainText.Of(fact.Title),
            ["value"] = PlainText.Of(fact.Value),
        })),
    };
}

/// <summary>Elements that belong together.</summary>
public sealed record Container : Element
{
    private readonly IReadOnlyList<Element> _items;
    private readonly ContainerStyle _style;

    public Container(IEnumerable<Element> items, ContainerStyle style = ContainerStyle.Default)
    {
        _items = CardLimits.NotEmpty(items, "A container");
        _style = style;
    }

    internal override IEnumerable<Element> Children => _items;

    private protected override JsonObject WriteOwn()
    {
        var json = new JsonObject { ["type"] = "Container", ["items"] = Writing.Items(_items) };
        if (_style != ContainerStyle.Default)
            json["style"] = Styles.Name(_style);
        return json;
    }
}

/// <summary>Columns side by side.</summary>
public sealed record ColumnSet : Element
{
    private readonly IReadOnlyList<Column> _columns;

    public ColumnSet(params IEnumerable<Column> columns) => _columns = CardLimits.NotEmpty(columns, "A column set");

    internal override IEnumerable<Element> Children => _columns.SelectMany(column => column.Items);

    private protected override JsonObject WriteOwn() => new()
    {
        ["type"] = "ColumnSet",
        ["columns"] = Writing.Array(_columns.Select(column => column.Write())),
    };
}

/// <summary>One of a <see cref="ColumnSet"/>.</summary>
public sealed record Column
{
    private readonly ColumnWidth _width;
    private readonly ContainerStyle _style;

    public Column(IEnumerable<Element> items, ColumnWidth? width = null, ContainerStyle style = ContainerStyle.Default)
    {
        Items = CardLimits.NotEmpty(items, "A column");
        _width = width ?? ColumnWidth.Stretch;
        _style = style;
    }

    internal IReadOnlyList<Element> Items { get; }

    internal JsonObject Write()
    {
        var json = new JsonObject { ["type"] = "Column", ["width"] = _width.Text, ["items"] = Writing.Items(Items) };
        if (_style != ContainerStyle.Default)
            json["style"] = Styles.Name(_style);
        return json;
    }
}

/// <summary>How wide a column is.</summary>
public sealed record ColumnWidth
{
    private ColumnWidth(string text) => Text = text;

    /// <summary>As wide as its content.</summary>
    public static ColumnWidth Auto { get; } = new("auto");

    /// <summary>What is left over.</summary>
    public static ColumnWidth Stretch { get; } = new("stretch");

    internal string Text { get; }

    /// <summary>A share of the width, 1 to 100, against the other weighted columns.</summary>
    public static ColumnWidth Weighted(int share)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 100);
        return new(share.ToString(CultureInfo.InvariantCulture));
    }
}

internal static class Styles
{
    public static string Name(ContainerStyle style) => style.ToString().ToLowerInvariant();
}
