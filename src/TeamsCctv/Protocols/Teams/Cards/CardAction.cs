using System.Text.Json.Nodes;

namespace TeamsCctv.Protocols.Teams.Cards;

/// <summary>A button.</summary>
public abstract record CardAction
{
    private protected CardAction(string title, ActionStyle style)
    {
        Title = CardLimits.Title(title, "A button's title");
        Style = style;
    }

    public string Title { get; }

    public ActionStyle Style { get; }

    internal abstract JsonObject Write();

    private protected JsonObject Write(string type)
    {
        var json = new JsonObject { ["type"] = type, ["title"] = Title };
        if (Style != ActionStyle.Default)
            json["style"] = Style.ToString().ToLowerInvariant();
        return json;
    }
}

public enum ActionStyle
{
    Default,

    /// <summary>The one to press; at most one to a card.</summary>
    Positive,

    /// <summary>Refuses or destroys.</summary>
    Destructive,
}

/// <summary>Whether the card's inputs are checked and sent along.</summary>
public enum AssociatedInputs
{
    Auto,

    /// <summary>For refresh and cancel, which must work with an empty form.</summary>
    None,
}

/// <summary>
/// Comes back as <see cref="CardInvoke"/>. Old clients send its fallback, an Action.Submit with the same verb and data,
/// as a message.
/// </summary>
public sealed record ActionExecute : CardAction
{
    private readonly JsonObject _data;

    public ActionExecute(
        string verb,
        string title,
        JsonObject? data = null,
        ActionStyle style = ActionStyle.Default,
        AssociatedInputs associatedInputs = AssociatedInputs.Auto,
        string? tooltip = null)
        : base(title, style)
    {
        Verb = CardLimits.Title(verb, "A verb");
        _data = data?.DeepClone().AsObject() ?? [];
        if (_data.ContainsKey("verb"))
            throw new ArgumentException($"The data of {verb} holds a field \"verb\", which the fallback needs.", nameof(data));
        AssociatedInputs = associatedInputs;
        Tooltip = tooltip;
    }

    public string Verb { get; }

    public AssociatedInputs AssociatedInputs { get; }

    public string? Tooltip { get; }

    internal IEnumerable<string> DataFields => _data.Select(entry => entry.Key);

    internal override JsonObject Write()
    {
        var submitted = _data.DeepClone().AsObject();
        submitted["verb"] = Verb;
        var fallback = Sent("Action.Submit", submitted);
        var json = Sent("Action.Execute", _data.DeepClone().AsObject());
        json["verb"] = Verb;
        json["fallback"] = fallback;
        return json;
    }

    private JsonObject Sent(string type, JsonObject data)
    {
        var json = Write(type).With("tooltip", Tooltip);
        json["data"] = data;
        if (AssociatedInputs == AssociatedInputs.None)
            json["associatedInputs"] = "none";
        return json;
    }
}

/// <summary>Opens a page.</summary>
public sealed record ActionOpenUrl : CardAction
{
    private readonly Uri _url;

    /// <param name="url">Absolute; https, or http on this machine.</param>
    public ActionOpenUrl(string title, Uri url)
        : base(title, ActionStyle.Default) =>
        _url = ServiceUrlList.TryParse(url.OriginalString, allowLoopback: true, out var good)
            ? good
            : throw new ArgumentException($"{url} is not an https address.", nameof(url));

    internal override JsonObject Write() => Write("Action.OpenUrl").With("url", _url.AbsoluteUri);
}

/// <summary>Opens a second card inside the first.</summary>
public sealed record ActionShowCard : CardAction
{
    public ActionShowCard(string title, IEnumerable<Element> body, IEnumerable<CardAction> actions)
        : base(title, ActionStyle.Default)
    {
        Body = CardLimits.NotEmpty(body, $"The card behind \"{title}\"");
        Buttons = [.. actions];
    }

    internal IReadOnlyList<Element> Body { get; }

    internal IReadOnlyList<CardAction> Buttons { get; }

    internal override JsonObject Write()
    {
        var card = new JsonObject { ["type"] = "AdaptiveCard", ["body"] = Writing.Items(Body) };
        if (Buttons.Count > 0)
            card["actions"] = Writing.Array(Buttons.Select(action => action.Write()));
        return Write("Action.ShowCard").With("card", card);
    }
}

/// <summary>A row of buttons inside the body.</summary>
public sealed record ActionSet : Element
{
    private readonly IReadOnlyList<CardAction> _actions;

    public ActionSet(params IEnumerable<CardAction> actions) => _actions = CardLimits.NotEmpty(actions, "An action set");

    internal override IReadOnlyList<CardAction> Actions => _actions;

    private protected override JsonObject WriteOwn() => new()
    {
        ["type"] = "ActionSet",
        ["actions"] = Writing.Array(_actions.Select(action => action.Write())),
    };
}
