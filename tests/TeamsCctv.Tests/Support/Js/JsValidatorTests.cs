using System.Text.Json.Nodes;

namespace TeamsCctv.Tests.Support.Js;

// tests/js has a bad card for every rule; these hold that complaints arrive here, each at the question it belongs to.
public sealed class JsValidatorTests
{
    private const string Card = """
        {"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlock","text":"Bänk 🎥","wrap":true},
         {"type":"Input.Text","id":"why","label":"Why","isRequired":true,"errorMessage":"Say why."}]}
        """;

    [Fact]
    public async Task CheckCard_GoodCard_HasNoComplaint() =>
        Assert.Empty(await JsValidator.CheckCardAsync(JsonNode.Parse(Card)!));

    [Theory]
    [InlineData("\"version\":\"1.5\",", "", "version: must be \"1.5\", and is missing")]
    [InlineData("\"TextBlock\"", "\"Carousel\"", "renderer: Unknown element type \"Carousel\"")]
    [InlineData(",\"label\":\"Why\"", "", "body[1]: Input.Text needs a label")]
    [InlineData(",\"wrap\":true", "", "body[0]: TextBlock needs wrap: true")]
    public async Task CheckCard_BadCard_SaysWhere(string good, string bad, string complaint)
    {
        var complaints = await JsValidator.CheckCardAsync(JsonNode.Parse(Card.Replace(good, bad, StringComparison.Ordinal))!);
        Assert.Contains(complaints, said => said.StartsWith(complaint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task CheckActivity_GoodActivity_HasNoComplaint() =>
        Assert.Empty(await JsValidator.CheckActivityAsync(Activity(Card)));

    [Fact]
    public async Task CheckActivity_WithoutType_SaysSo()
    {
        var activity = Activity(Card);
        activity.Remove("type");
        Assert.Contains(await JsValidator.CheckActivityAsync(activity), said => said.StartsWith("type:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CheckActivity_BadCardAttached_SaysWhichAttachment()
    {
        var complaints = await JsValidator.CheckActivityAsync(Activity(Card.Replace("1.5", "1.6", StringComparison.Ordinal)));
        Assert.Contains(complaints, said => said.StartsWith("attachments[0].content: version:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CheckCard_ManyAtOnce_AnswersEachItsOwn()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(n =>
            JsValidator.CheckCardAsync(JsonNode.Parse(Card.Replace("\"1.5\"", $"\"9.{n}\"", StringComparison.Ordinal))!)));
        Assert.All(Enumerable.Range(0, 50), n => Assert.Contains($"version: must be \"1.5\", and is \"9.{n}\"", answers[n]));
    }

    private static JsonObject Activity(string card) => new()
    {
        ["type"] = "message",
        ["conversation"] = new JsonObject { ["id"] = "a:1" },
        ["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = "application/vnd.microsoft.card.adaptive",
            ["content"] = JsonNode.Parse(card),
        }),
    };
}
