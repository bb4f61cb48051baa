using System.Text;
using System.Text.Json.Nodes;
using NodaTime;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Protocols.Teams.Cards;
using TeamsCctv.Tests.Support.Js;

namespace TeamsCctv.Tests.Protocols.Teams;

public sealed class CardTests
{
    private static readonly ActionExecute Go = new("go", "Go", new() { ["case"] = "D-1" });

    [Fact]
    public void Card_WithEverything_IsVersion15FullWidthWithButtonsAsTheLastActionSet()
    {
        var json = new Card(
            "all",
            [
                TextBlock.Heading("May this footage be downloaded?"),
                new FactSet(new Fact("Camera", "Main gate")),
                new Container([new TextBlock("Inside")], ContainerStyle.Emphasis) { Separator = true },
                new ColumnSet(new Column([new TextBlock("Left")], ColumnWidth.Weighted(2)), new Column([new TextBlock("Right")], ColumnWidth.Auto)),
                new InputDate("day", "Day", isRequired: true, errorMessage: "Choose a day.", value: new(2026, 11, 24), max: new LocalDate(2026, 11, 25)),
                new InputTime("time", "Time", value: new LocalTime(14, 5)),
                new InputChoiceSet("camera", "Camera", [new("Main gate", "main-gate")], style: ChoiceStyle.Filtered, value: "main-gate"),
                new InputToggle("sure", "Sure?", "I am sure", isRequired: true, errorMessage: "Tick the box."),
                new ActionSet(new ActionOpenUrl("Policy", new("https://school.example/policy"))),
            ],
            [Go, new ActionShowCard("Refuse", [new InputText("reason", "Why?", isRequired: true, errorMessage: "Say why.")], [new ActionExecute("refuse", "Refuse", style: ActionStyle.Destructive)])],
            new Refresh("show", new() { ["case"] = "D-1" }, ["29:user"]),
            speak: "A request.",
            fallbackText: "Open this in Teams.").ToJson();

        Assert.Equal(("AdaptiveCard", "1.5", "Full"), ((string?)json["type"], (string?)json["version"], (string?)json["msteams"]!["width"]));
        var body = json["body"]!.AsArray();
        Assert.Equal("heading", (string?)body[0]!["style"]);
        Assert.True((bool)body[0]!["wrap"]!);
        Assert.Equal("2026-11-24", (string?)body[4]!["value"]);
        Assert.Equal("14:05", (string?)body[5]!["value"]);
        Assert.Equal("ActionSet", (string?)body[^1]!["type"]);
        Assert.Equal("Action.ShowCard", (string?)body[^1]!["actions"]![1]!["type"]);
        Assert.Equal("29:user", (string?)json["refresh"]!["userIds"]![0]);
        Assert.Equal("none", (string?)json["refresh"]!["action"]!["associatedInputs"]);
        Assert.Null(json["refresh"]!["action"]!["fallback"]);
        Assert.Null(json["actions"]);
    }

    [Fact]
    public void ActionExecute_Written_HasASubmitWithTheSameVerbAndDataForOldClients()
    {
        var action = Button(new ActionExecute("go", "Go", new() { ["case"] = "D-1" }, ActionStyle.Positive, AssociatedInputs.None));

        Assert.Equal(("Action.Execute", "go", "positive", "none"), ((string?)action["type"], (string?)action["verb"], (string?)action["style"], (string?)action["associatedInputs"]));
        var fallback = action["fallback"]!;
        Assert.Equal(("Action.Submit", "go", "D-1", "none"), ((string?)fallback["type"], (string?)fallback["data"]!["verb"], (string?)fallback["data"]!["case"], (string?)fallback["associatedInputs"]));
    }

    [Fact]
    public void ActionExecute_ItsDataChangedAfterwards_KeepsWhatItWasGiven()
    {
        var data = new JsonObject { ["case"] = "D-1" };
        var action = new ActionExecute("go", "Go", data);
        data["case"] = "D-2";
        Assert.Equal("D-1", (string?)Button(action)["data"]!["case"]);
    }

    public static TheoryData<string, Action> Wrong => new()
    {
        { "label", () => _ = new InputText("a", " ") },
        { "error message", () => _ = new InputText("a", "A", isRequired: true) },
        { "error message", () => _ = new InputText("a", "A", regex: "[a-f0-9]{64}") },
        { "error message", () => _ = new InputDate("a", "A", min: new LocalDate(2026, 1, 1)) },
        { "error message", () => _ = new InputChoiceSet("a", "A", [new("One", "1")], isRequired: true) },
        { "error message", () => _ = new InputToggle("a", "A", "On", isRequired: true) },
        { "error message", () => _ = new InputTime("a", "A", isRequired: true) },
        { "before it starts", () => _ = new InputDate("a", "A", errorMessage: "No.", min: new LocalDate(2026, 1, 2), max: new LocalDate(2026, 1, 1)) },
        { "starts with 6 characters", () => _ = new InputText("a", "A", maxLength: 5, value: "123456") },
        { "empty", () => _ = new InputChoiceSet("a", "A", []) },
        { "comma", () => _ = new InputChoiceSet("a", "A", [new("One", "1,2")]) },
        { "same value", () => _ = new InputChoiceSet("a", "A", [new("One", "1"), new("Two", "1")]) },
        { "not among", () => _ = new InputChoiceSet("a", "A", [new("One", "1")], value: "2") },
        { "empty", () => _ = new TextBlock("") },
        { "at most", () => _ = new TextBlock(new string('a', 4_001)) },
        { "at most", () => _ = new ActionExecute("go", new string('a', 251)) },
        { "verb", () => _ = new ActionExecute("go", "Go", new() { ["verb"] = "other" }) },
        { "https", () => _ = new ActionOpenUrl("Open", new("http://elsewhere.example/")) },
        { "https", () => _ = new ActionOpenUrl("Open", new("javascript:alert(1)")) },
        { "empty", () => _ = new Refresh("show", null, []) },
        { "at most 60", () => _ = new Refresh("show", null, Enumerable.Range(0, 61).Select(i => $"29:{i}")) },
        { "29:", () => _ = new Refresh("show", null, ["oid-1"]) },
        { "card x has two inputs called a", () => _ = new Card("x", [new InputText("a", "A"), new Container([new InputText("a", "A")])]) },
        { "card x has two inputs called a", () => _ = new Card("x", [new InputText("a", "A")], [new ActionShowCard("More", [new InputText("a", "A")], [])]) },
        { "both called case", () => _ = new Card("x", [new InputText("case", "Case")], [Go]) },
        { "both called verb", () => _ = new Card("x", [new InputText("verb", "Verb")], [Go]) },
        { "7 buttons", () => _ = new Card("x", [new TextBlock("x")], Enumerable.Repeat(Go, 7)) },
        { "7 buttons", () => _ = new Card("x", [new ActionSet(Enumerable.Repeat(Go, 7))]) },
        { "card x is empty", () => _ = new Card("x", []) },
        { "1 to 8000", () => Activities.Message("") },
        { "1 to 8000", () => Activities.Message(new string('a', 8_001)) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Part_ThatBreaksARule_IsNotMade(string says, Action make) =>
        Assert.Contains(says, Assert.ThrowsAny<ArgumentException>(make).Message, StringComparison.Ordinal);

    [Fact]
    public void Card_OfMoreThan28KB_IsRefusedByName()
    {
        var text = new string('é', 3_900);
        Assert.NotNull(new Card("big", Enumerable.Repeat(new TextBlock(text), 3)).ToJson());
        var wrong = Assert.Throws<CardTooLargeException>(() => new Card("big", Enumerable.Repeat(new TextBlock(text), 4)).ToJson());
        Assert.Equal("big", wrong.Card);
    }

    [Fact]
    public void Card_ToJsonTwice_GivesSeparateCopies()
    {
        var card = new Card("x", [new TextBlock("x")], [Go]);
        Assert.True(JsonNode.DeepEquals(card.ToJson(), card.ToJson()));
        Assert.NotSame(card.ToJson(), card.ToJson());
    }

    [Theory]
    [InlineData("[click](https://evil.example)")]
    [InlineData("![image](https://evil.example)")]
    [InlineData("[click][1]\n[1]: https://evil.example")]
    public void PlainText_OfMarkdownLinks_LeavesNoneThatCouldForm(string text)
    {
        var plain = PlainText.Of(text);
        Assert.DoesNotContain("](", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("][", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("]:", plain, StringComparison.Ordinal);
        Assert.Equal(text, plain.Replace("\u200B", "", StringComparison.Ordinal));
        Assert.Equal(plain, (string?)new Card("x", [new TextBlock(text)]).ToJson()["body"]![0]!["text"]);
        Assert.Equal(plain, (string?)new Card("x", [new FactSet(new Fact("a", text))]).ToJson()["body"]![0]!["facts"]![0]!["value"]);
    }

    [Theory]
    [InlineData("**APPROVED** by *the* __Headteacher__ and _me_, `code`, ~~not~~")]
    [InlineData("a*b*c and snake_case_name and 2 * 3 * 4 and **")]
    [InlineData("{{DATE(2026-11-24T14:05:00Z, SHORT)}} {{{TIME(2026-11-24T14:05:00Z)}} ${name}")]
    [InlineData("<at>Harriet Example</at> <b>bold</b> <!-- gone --> <https://evil.example> 3 < 4 <3")]
    [InlineData("&lt;b&gt; &#42;x&#42; Tom & Jerry &amp")]
    [InlineData("\\*not\\* C:\\clips\\_1 \\")]
    [InlineData("# Heading\n> said\n- one\n+ two\n* three\n1. four\n22) five\n  - six")]
    [InlineData("Title\n===\nother\n---\na|b\n-|-\n    code")]
    [InlineData("at 14.05 - 1.5 hours, AL-13.2 (record 12). 2026-11-24")]
    [InlineData("[click](https://evil.example) ![x](https://evil.example) https://evil.example")]
    public async Task PlainText_OfAnything_IsDrawnAsTyped(string typed) =>
        Assert.Empty(await JsValidator.CheckTextAsync(PlainText.Of(typed), typed));

    [Fact]
    public void PlainText_OfATab_LeavesASpace() => Assert.Equal("a b", PlainText.Of("a\tb"));

    [Fact]
    public void PlainText_OfHiddenCharacters_DropsThem() =>
        Assert.Equal("Main gate\nnext", PlainText.Of("Ma\u202Ein\u0007 ga\u200Bte\nne\u2066xt\r"));

    [Fact]
    public void Activity_OfACard_CarriesItAsTheAttachmentTeamsKnows()
    {
        var activity = Activities.Card(new Card("x", [new TextBlock("x")]), "A request for footage");
        Assert.Equal("A request for footage", (string?)activity["summary"]);
        Assert.Equal("application/vnd.microsoft.card.adaptive", (string?)activity["attachments"]![0]!["contentType"]);
        Assert.InRange(Encoding.UTF8.GetByteCount(activity.ToJsonString()), 1, 28 * 1024);
    }

    private static JsonNode Button(CardAction action) => new Card("x", [new TextBlock("x")], [action]).ToJson()["body"]![1]!["actions"]![0]!;
}
